using Confluent.Kafka;
using StockNow.Stages.Streaming.Kafka.Clients;

namespace StockNow.Stages.Streaming.Kafka.Consuming;

/// <summary>Sees the committed offsets of a group without belonging to it.</summary>
sealed class GroupOffsets : IDisposable
{
    readonly IConsumer<Ignore, Ignore> _consumer;
    volatile Error? _forbidden;

    public GroupOffsets(KafkaClients clients, string group) => _consumer = clients.GroupOffsets(group, error =>
    {
        if (KafkaAccess.IsForbidden(error.Code)) _forbidden = error;
    });

    /// <exception cref="KafkaException">
    /// There is no answer; where the client only says that time is up, because a right is missing, its error is that.
    /// </exception>
    public List<TopicPartitionOffset> Committed(IEnumerable<Confluent.Kafka.TopicPartition> partitions, TimeSpan timeLimit)
    {
        _forbidden = null;
        try { return _consumer.Committed(partitions, timeLimit); }
        catch (KafkaException fault) when (fault.Error.Code == ErrorCode.Local_TimedOut && _forbidden is { } forbidden)
        {
            throw new KafkaException(forbidden, fault);
        }
    }

    public void Dispose() => _consumer.Dispose();
}
