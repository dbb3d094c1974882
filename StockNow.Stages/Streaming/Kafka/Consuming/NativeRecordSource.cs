using System.Runtime.InteropServices;
using Confluent.Kafka;
using StockNow.Stages.Streaming.Kafka.Interop;

namespace StockNow.Stages.Streaming.Kafka.Consuming;

/// <summary>Takes records out in batches, without an object for each.</summary>
/// <remarks>The client's messages are kept until the next pull: unpacking headers, even none, costs as much as all else that is done with a message.</remarks>
sealed unsafe class NativeRecordSource : IRecordSource, ILateHeaders
{
    readonly LibRdKafka _library;
    readonly HeaderWriter _headers = new();
    readonly NativeMessage** _messages;
    readonly nint _queue;
    int _kept;
    bool _disposed;

    NativeRecordSource(LibRdKafka library, nint consumer)
    {
        _library = library;
        _queue = library.QueueOfConsumer(consumer);
        _messages = (NativeMessage**)NativeMemory.Alloc(PartitionBatches.EnoughRecords + 1, (nuint)sizeof(NativeMessage*));
    }

    /// <summary>A source for a consumer, or null where only the client's own calls can be used.</summary>
    public static NativeRecordSource? Of(IConsumer<int, int> consumer) =>
        LibRdKafka.Of(consumer.Handle, consumer.Name) is var (library, handle) ? new NativeRecordSource(library, handle.DangerousGetHandle()) : null;

    // A batch call waits until its array is full or time is up: so it waits for one record first, and then takes what is there.
    public bool Pull(TimeSpan wait, PartitionBatches into)
    {
        Release();
        if (!TakeUpTo(1, (int)wait.TotalMilliseconds, into)) return false;
        TakeUpTo(PartitionBatches.EnoughRecords, 0, into);
        return into.IsFull;
    }

    public ReadOnlySpan<byte> HeadersOf(nint record)
    {
        nint headers;
        if (_library.HeadersOf((NativeMessage*)record, &headers) != LibRdKafka.NoError) return default;
        _headers.Clear();
        byte* name;
        byte* value;
        nint length;
        for (nint i = 0; _library.HeaderAt(headers, i, &name, &value, &length) == LibRdKafka.NoError; i++)
            _headers.Add(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(name), new ReadOnlySpan<byte>(value, (int)length));
        return _headers.Encoded;
    }

    public void Release()
    {
        for (; _kept > 0; _kept--) _library.DestroyMessage(_messages[_kept - 1]);
    }

    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        Release();
        _library.DestroyQueue(_queue);
        NativeMemory.Free(_messages);
    }

    bool TakeUpTo(int count, int milliseconds, PartitionBatches into)
    {
        var taken = Math.Max(0, (int)_library.ConsumeBatch(_queue, milliseconds, _messages + _kept, count));
        var first = _kept;
        _kept += taken;
        KafkaException? fault = null;
        for (var i = first; i < _kept; i++) fault ??= Take(_messages[i], into);
        return fault is null ? taken > 0 : throw fault;
    }

    KafkaException? Take(NativeMessage* message, PartitionBatches into)
    {
        switch (message->Error)
        {
            case LibRdKafka.NoError:
                int timestampType;
                into.Add(message->Partition, message->Offset, _library.TimestampOf(message, &timestampType), message->KeySpan, message->PayloadSpan, this,
                    (nint)message);
                return null;
            case LibRdKafka.PartitionEof:
                into.End(message->Partition, message->Offset);
                return null;
            default: // the payload is the client's own words
                return new KafkaException(new Error((ErrorCode)message->Error, System.Text.Encoding.UTF8.GetString(message->PayloadSpan)));
        }
    }
}
