using Confluent.Kafka;
using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Stages.Streaming.Kafka.Producing;
using TopicPartition = StockNow.Contracts.Topics.TopicPartition;

namespace StockNow.Stages.Streaming.Kafka.Consuming;

/// <summary>Reads ranges of several partitions with one client: to look at the ends of many partitions, clients would take longer than records.</summary>
sealed class KafkaRangesScan : IDisposable
{
    const int EnoughBytes = 1024 * 1024;
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    readonly RecordScratch _scratch = new();
    readonly HeaderWriter _headers = new();
    readonly Dictionary<TopicPartition, RecordBatch> _batches = [];
    readonly Dictionary<TopicPartition, long> _open;
    readonly IConsumer<int, int> _consumer;
    readonly KafkaProperties _properties;

    public KafkaRangesScan(KafkaClients clients, IReadOnlyCollection<PartitionState> ranges, KafkaProperties properties)
    {
        _properties = properties;
        _open = ranges.ToDictionary(range => range.Partition, range => range.End);
        _consumer = clients.Scanner(_scratch, ofSeveralTopics: true);
        _consumer.Assign(ranges.Select(range => new TopicPartitionOffset(range.Partition.Topic, range.Partition.Partition, range.Start)));
    }

    /// <summary>The next records of one partition; null when all ranges are over. Valid until the next call.</summary>
    /// <exception cref="EventLogException">The brokers have not answered for a while.</exception>
    public RecordBatch? Next(CancellationToken stop)
    {
        foreach (var spent in _batches.Where(batch => batch.Value.ByteCount >= EnoughBytes)) spent.Value.Reset(spent.Key, spent.Value.NextOffset);
        while (_open.Count > 0)
        {
            stop.ThrowIfCancellationRequested();
            if (Take() is { ByteCount: >= EnoughBytes } full) return full;
        }
        var rest = _batches.FirstOrDefault(batch => batch.Value.Count > 0);
        return rest.Value is not null && _batches.Remove(rest.Key) ? rest.Value : null;
    }

    public void Dispose() => _consumer.Dispose();

    RecordBatch? Take()
    {
        ConsumeResult<int, int>? result;
        try { result = _consumer.Consume(Timeout); }
        catch (KafkaException fault)
        {
            throw KafkaFault.Of("read the newest records", fault, _properties, null, KafkaClients.ScanAccess(_open.First().Key.Topic));
        }
        if (result is null)
            throw new EventLogException($"Kafka at {_properties.Brokers} gave no record of {string.Join(", ", _open.Keys)} for {Timeout.TotalSeconds} s.");
        var partition = new TopicPartition(result.Topic, result.Partition.Value);
        if (!_open.TryGetValue(partition, out var end)) return null; // after the range
        if (result.IsPartitionEOF || result.Offset.Value >= end - 1) _open.Remove(partition);
        if (result.IsPartitionEOF || result.Offset.Value >= end) return null;
        if (!_batches.TryGetValue(partition, out var batch))
        {
            _batches[partition] = batch = new RecordBatch();
            batch.Reset(partition, result.Offset.Value);
        }
        _headers.Fill(result.Message.Headers);
        batch.Add(result.Offset.Value, result.Message.Timestamp.UnixTimestampMs, _scratch.Keys.Bytes, _scratch.Values.Bytes, _headers.Encoded);
        return batch;
    }
}
