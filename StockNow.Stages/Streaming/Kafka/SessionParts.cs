using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>What a session is made of, and who it is.</summary>
sealed class SessionParts(
    string group, string topic, string topicId, int partitions, TransactionalId id, Func<IRebalanceListener, GroupConsumer> newConsumer, Func<TransactionPair> newTransactions,
    Func<(IReadOnlySet<int> Met, long[] Begins)> lookUpMeetings, GroupProgress progress, Fences fences, TimeSpan commitInterval, TimeSpan offsetsInterval, TimeProvider clock, ILogger logger) : IDisposable
{
    public string Group { get; } = group;
    public string Topic { get; } = topic;
    public IEnumerable<int> Partitions { get; } = Enumerable.Range(0, partitions);
    public string TransactionalId { get; } = id.Name;
    public GroupProgress Progress { get; } = progress;
    public Fences Fences { get; } = fences;
    public TimeSpan CommitInterval { get; } = commitInterval;
    public TimeSpan OffsetsInterval { get; } = offsetsInterval;
    public TimeProvider Clock { get; } = clock;
    public ILogger Logger { get; } = logger;

    public GroupConsumer NewConsumer(IRebalanceListener listener) => newConsumer(listener);

    public TransactionPair NewTransactions() => newTransactions();

    /// <summary>Which partitions the group has met before, and where each partition begins.</summary>
    public (IReadOnlySet<int> Met, long[] Begins) LookUpMeetings() => lookUpMeetings();

    public string MeetingOf(int partition) => KafkaPositions.Meeting(Group, topicId, partition);

    public void Dispose() => id.Dispose();
}
