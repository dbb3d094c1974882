using Microsoft.Extensions.Logging;
using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Stages.Streaming.Kafka.Consuming;
using StockNow.Stages.Streaming.Kafka.Topics;

namespace StockNow.Stages.Streaming.Kafka.Producing;

/// <summary>What a session is made of, and who it is.</summary>
sealed class SessionParts(
    string group, string topic, string topicId, int partitions, TransactionalId id, Func<IRebalanceListener, GroupConsumer> newConsumer,
    Func<TransactionPair> newTransactions,
    Func<(IReadOnlySet<int> Met, long[] Begins)> lookUpInitialOffsets, GroupProgress progress, FencedIds fencedIds, Renewals renewals, TimeSpan commitInterval,
    TimeSpan offsetsInterval, TimeProvider clock, ILogger logger) : IDisposable
{
    public string Group { get; } = group;
    public string Topic { get; } = topic;
    public IEnumerable<int> Partitions { get; } = Enumerable.Range(0, partitions);
    public string TransactionalId { get; } = id.Name;
    public GroupProgress Progress { get; } = progress;
    public required RepeatGuard Guard { get; init; }
    public required TopicLimits Limits { get; init; }
    public FencedIds FencedIds { get; } = fencedIds;
    public Renewals Renewals { get; } = renewals;
    public TimeSpan CommitInterval { get; } = commitInterval;
    public TimeSpan OffsetsInterval { get; } = offsetsInterval;
    public TimeProvider Clock { get; } = clock;
    public ILogger Logger { get; } = logger;

    public GroupConsumer NewConsumer(IRebalanceListener listener) => newConsumer(listener);

    public TransactionPair NewTransactions() => newTransactions();

    /// <summary>Which partitions the group has met before, and where each partition begins.</summary>
    public (IReadOnlySet<int> Met, long[] Begins) LookUpInitialOffsets() => lookUpInitialOffsets();

    public string InitialOffsetOf(int partition) => KafkaPositions.InitialOffset(Group, topicId, partition);

    public void Dispose() => id.Dispose();
}
