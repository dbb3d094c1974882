namespace StockNow.Contracts.Topics;

/// <summary>One partition of one topic; offsets count up in it from 0.</summary>
/// <param name="Topic">The topic's name.</param>
/// <param name="Partition">The partition's number, from 0.</param>
public readonly record struct TopicPartition(string Topic, int Partition)
{
    /// <summary><c>topic-partition</c>, as Kafka's tools write it.</summary>
    public override string ToString() => $"{Topic}-{Partition}";
}
