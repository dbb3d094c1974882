using System.Runtime.InteropServices;
using System.Text;

namespace StockNow.Benchmarks.Kafka;

/// <summary>librdkafka's own batch consumer, with nothing of .NET's client above it: the bound of whatever reads Kafka through it.</summary>
sealed unsafe partial class NativeConsumer : IDisposable
{
    const int BatchSize = 1000, Consumer = 1, ErrorBytes = 512, WaitMs = 5, PartitionEnd = -191, AnyPartition = -1;

    readonly nint _client, _queue;
    readonly nint[] _messages = new nint[BatchSize];

    static NativeConsumer() => NativeLibrary.SetDllImportResolver(typeof(NativeConsumer).Assembly, (name, assembly, path) =>
        name != "librdkafka" ? 0 : NativeLibrary.TryLoad(name, assembly, path, out var library)
        ? library : NativeLibrary.Load("centos8-librdkafka", assembly, path));

    /// <summary>Joins a group and subscribes.</summary>
    public NativeConsumer(IEnumerable<KeyValuePair<string, string>> properties, string topic)
    {
        var error = stackalloc byte[ErrorBytes];
        var configuration = rd_kafka_conf_new();
        foreach (var (name, value) in properties)
            if (rd_kafka_conf_set(configuration, name, value, error, ErrorBytes) != 0) throw Fault(error);
        _client = rd_kafka_new(Consumer, configuration, error, ErrorBytes);
        if (_client == 0) throw Fault(error);
        Check(rd_kafka_poll_set_consumer(_client));
        _queue = rd_kafka_queue_get_consumer(_client);
        var topics = rd_kafka_topic_partition_list_new(1);
        rd_kafka_topic_partition_list_add(topics, topic, AnyPartition);
        Check(rd_kafka_subscribe(_client, topics));
        rd_kafka_topic_partition_list_destroy(topics);
    }

    /// <summary>Reads one batch, and lets it go.</summary>
    /// <returns>Records, and bytes of their keys and values.</returns>
    public (long Records, long Bytes) Read()
    {
        var (records, bytes) = (0L, 0L);
        fixed (nint* messages = _messages)
        {
            var count = rd_kafka_consume_batch_queue(_queue, WaitMs, messages, BatchSize);
            for (var i = 0; i < count; i++)
            {
                var message = (Message*)messages[i];
                if (message->Error == 0)
                {
                    records++;
                    bytes += (long)(message->KeyLength + message->Length);
                }
                else if (message->Error != PartitionEnd) throw new BenchmarkException($"The native consumer failed with error {message->Error}.");
                rd_kafka_message_destroy(messages[i]);
            }
        }
        return (records, bytes);
    }

    public void Dispose()
    {
        rd_kafka_queue_destroy(_queue);
        _ = rd_kafka_consumer_close(_client);
        rd_kafka_destroy(_client);
    }

    static BenchmarkException Fault(byte* error) => new($"librdkafka: {Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(error))}.");

    static void Check(int error)
    {
        if (error != 0) throw new BenchmarkException($"librdkafka: error {error}.");
    }

    // rd_kafka_message_t
    [StructLayout(LayoutKind.Sequential)]
    readonly struct Message
    {
        public readonly int Error;
        public readonly nint Topic;
        public readonly int Partition;
        public readonly nint Payload;
        public readonly nuint Length;
        public readonly nint Key;
        public readonly nuint KeyLength;
        public readonly long Offset;
        public readonly nint Private;
    }

#pragma warning disable IDE1006 // the library's own names
    [LibraryImport("librdkafka")]
    private static partial nint rd_kafka_conf_new();

    [LibraryImport("librdkafka", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rd_kafka_conf_set(nint configuration, string name, string value, byte* error, nuint errorBytes);

    [LibraryImport("librdkafka")]
    private static partial nint rd_kafka_new(int type, nint configuration, byte* error, nuint errorBytes);

    [LibraryImport("librdkafka")]
    private static partial int rd_kafka_poll_set_consumer(nint client);

    [LibraryImport("librdkafka")]
    private static partial nint rd_kafka_queue_get_consumer(nint client);

    [LibraryImport("librdkafka")]
    private static partial nint rd_kafka_topic_partition_list_new(int size);

    [LibraryImport("librdkafka", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint rd_kafka_topic_partition_list_add(nint list, string topic, int partition);

    [LibraryImport("librdkafka")]
    private static partial void rd_kafka_topic_partition_list_destroy(nint list);

    [LibraryImport("librdkafka")]
    private static partial int rd_kafka_subscribe(nint client, nint topics);

    [LibraryImport("librdkafka")]
    private static partial nint rd_kafka_consume_batch_queue(nint queue, int timeoutMs, nint* messages, nuint size);

    [LibraryImport("librdkafka")]
    private static partial void rd_kafka_message_destroy(nint message);

    [LibraryImport("librdkafka")]
    private static partial void rd_kafka_queue_destroy(nint queue);

    [LibraryImport("librdkafka")]
    private static partial int rd_kafka_consumer_close(nint client);

    [LibraryImport("librdkafka")]
    private static partial void rd_kafka_destroy(nint client);
#pragma warning restore IDE1006
}
