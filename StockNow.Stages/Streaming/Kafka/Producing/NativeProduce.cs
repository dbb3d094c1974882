using System.Runtime.InteropServices;
using System.Text;
using Confluent.Kafka;
using StockNow.Stages.Streaming.Kafka.Interop;

namespace StockNow.Stages.Streaming.Kafka.Producing;

/// <summary>Hands records to a producer from where they lie, without an object for each.</summary>
sealed unsafe class NativeProduce
{
    const int MostHeaders = 16, FixedArguments = 5;

    readonly LibRdKafka _library;
    readonly SafeHandle _producer;
    readonly Dictionary<string, byte[]> _topics = [];
    byte[] _names = new byte[512];

    NativeProduce(LibRdKafka library, SafeHandle producer) => (_library, _producer) = (library, producer);

    /// <summary>For a producer, or null where only the client's own calls can be used.</summary>
    public static NativeProduce? Of(IProducer<byte[], byte[]> producer) =>
        LibRdKafka.Of(producer.Handle, producer.Name) is var (library, handle) ? new NativeProduce(library, handle) : null;

    /// <summary>Adds a record to the producer's queue.</summary>
    /// <returns>The error, or NoError.</returns>
    public ErrorCode Send(string topic, int partition, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers)
    {
        if (!_topics.TryGetValue(topic, out var topicName)) _topics[topic] = topicName = Encoding.UTF8.GetBytes(topic + '\0');
        var encoded = headers is null ? default : headers.Encoded;
        if (_names.Length < encoded.Length + MostHeaders) _names = new byte[encoded.Length * 2 + MostHeaders];
        var arguments = stackalloc NativeArgument[FixedArguments + MostHeaders];
        fixed (byte* topicBytes = topicName, keyBytes = key, valueBytes = value, headerBytes = encoded, names = _names)
        {
            var count = 0;
            arguments[count++] = NativeArgument.Topic(topicBytes);
            arguments[count++] = NativeArgument.Partition(partition);
            arguments[count++] = NativeArgument.Value(value.IsEmpty ? names : valueBytes, value.Length); // no address would make it null, a tombstone
            arguments[count++] = NativeArgument.Copied();
            if (!key.IsEmpty) arguments[count++] = NativeArgument.Key(keyBytes, key.Length);
            var nameAt = 0;
            foreach (var header in new HeaderView(encoded))
            {
                if (count == FixedArguments + MostHeaders) throw new ArgumentException($"holds more than {MostHeaders} headers", nameof(headers));
                // A name must end with a zero byte, which it does not where it lies.
                header.Name.CopyTo(_names.AsSpan(nameAt));
                _names[nameAt + header.Name.Length] = 0;
                arguments[count++] = NativeArgument.Header(names
                    + nameAt, (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref MemoryMarshal.GetReference(header.Value)), header.Value.Length);
                nameAt += header.Name.Length + 1;
            }
            var error = _library.Produce(_producer.DangerousGetHandle(), arguments, count);
            if (error == 0) return ErrorCode.NoError;
            var code = (ErrorCode)_library.ErrorCode(error);
            _library.DestroyError(error);
            return code;
        }
    }
}
