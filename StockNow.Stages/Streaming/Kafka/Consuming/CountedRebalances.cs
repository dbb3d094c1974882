using StockNow.Stages.Streaming.Measured;

namespace StockNow.Stages.Streaming.Kafka.Consuming;

/// <summary>Counts the partitions that come and go.</summary>
sealed class CountedRebalances(IRebalanceListener inner, string group, string topic) : IRebalanceListener
{
    public IReadOnlyDictionary<int, long> Assigned(IReadOnlyList<int> partitions)
    {
        EventLogInstruments.Moved(group, topic, "gained", partitions.Count);
        return inner.Assigned(partitions);
    }

    public void Revoked(IReadOnlyList<int> partitions)
    {
        EventLogInstruments.Moved(group, topic, "revoked", partitions.Count);
        inner.Revoked(partitions);
    }

    public void Lost(IReadOnlyList<int> partitions)
    {
        EventLogInstruments.Moved(group, topic, "lost", partitions.Count);
        inner.Lost(partitions);
    }
}
