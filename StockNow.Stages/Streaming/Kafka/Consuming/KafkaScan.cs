using Confluent.Kafka;
using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Stages.Streaming.Kafka.Producing;
using TopicPartition = StockNow.Contracts.Topics.TopicPartition;

namespace StockNow.Stages.Streaming.Kafka.Consuming;

/// <summary>Reads a range of offsets of one partition with all headers, outside of any group.</summary>
sealed class KafkaScan : IDisposable
{
    const int EnoughRecords = 4096, EnoughBytes = 1024 * 1024;
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30), Moment = TimeSpan.FromMilliseconds(50);

    readonly RecordScratch _scratch = new();
    readonly RecordBatch _batch = new();
    readonly HeaderWriter _headers = new();
    readonly IConsumer<int, int> _consumer;
    readonly TopicPartition _partition;
    readonly KafkaProperties _properties;
    readonly long _to;
    bool _isOver;

    public KafkaScan(KafkaClients clients, TopicPartition partition, long from, long to, KafkaProperties properties)
    {
        (_partition, _to, _properties) = (partition, to, properties);
        _consumer = clients.Scanner(_scratch);
        _consumer.Assign(new TopicPartitionOffset(partition.Topic, partition.Partition, from));
    }

    /// <summary>The next records; an empty batch when the range is over.</summary>
    /// <exception cref="EventLogException">The brokers have not answered for a while.</exception>
    public RecordBatch Next(CancellationToken stop)
    {
        _batch.Reset(_partition, 0);
        while (!_isOver && _batch.Count < EnoughRecords && _batch.ByteCount < EnoughBytes)
        {
            stop.ThrowIfCancellationRequested();
            ConsumeResult<int, int>? result;
            try { result = _consumer.Consume(_batch.Count == 0 ? Timeout : Moment); }
            catch (KafkaException fault) { throw KafkaFault.Of($"read {_partition}", fault, _properties, null, KafkaClients.ScanAccess(_partition.Topic)); }
            if (result is null)
            {
                if (_batch.Count == 0)
                    throw new EventLogException($"Kafka at {_properties.Brokers} gave no record of {_partition} for {Timeout.TotalSeconds} s.");
                break;
            }
            _isOver = result.IsPartitionEOF || result.Offset.Value >= _to - 1;
            if (result.IsPartitionEOF || result.Offset.Value >= _to) break;
            _headers.Fill(result.Message.Headers);
            _batch.Add(result.Offset.Value, result.Message.Timestamp.UnixTimestampMs, _scratch.Keys.Bytes, _scratch.Values.Bytes, _headers.Encoded);
        }
        return _batch;
    }

    public void Dispose() => _consumer.Dispose();
}
