using Confluent.Kafka;
using StockNow.Stages.Streaming.Kafka.Producing;

namespace StockNow.Stages.Streaming.Kafka.Consuming;

/// <summary>Takes records one by one with the client's own calls; works everywhere.</summary>
sealed class ManagedRecordSource(IConsumer<int, int> consumer, RecordScratch scratch) : IRecordSource
{
    readonly HeaderWriter _headers = new();

    public bool Pull(TimeSpan wait, PartitionBatches into)
    {
        while (!into.IsFull)
        {
            var result = consumer.Consume(wait);
            if (result is null) return false;
            wait = TimeSpan.Zero;
            if (result.IsPartitionEOF)
            {
                into.End(result.Partition.Value, result.Offset.Value);
                continue;
            }
            _headers.Fill(result.Message.Headers);
            into.Add(result.Partition.Value, result.Offset.Value, result.Message.Timestamp.UnixTimestampMs, scratch.Keys.Bytes, scratch.Values.Bytes,
                _headers.Encoded);
        }
        return true;
    }

    public void Release() { }

    public void Dispose() { }
}
