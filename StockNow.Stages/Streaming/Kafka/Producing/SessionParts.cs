using Microsoft.Extensions.Logging;
using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Stages.Streaming.Kafka.Consuming;
using StockNow.Stages.Streaming.Kafka.Topics;

namespace StockNow.Stages.Streaming.Kafka.Producing;

/// <summary>What a session is made of, and who it is.</summary>
sealed class SessionParts : IDisposable
{
    public required string Group { get; init; }

    public required string Topic { get; init; }

    /// <summary>The topic's identity, which changes when it is recreated.</summary>
    public required string TopicId { get; init; }

    /// <summary>The numbers of the topic's partitions.</summary>
    public required IEnumerable<int> Partitions { get; init; }

    /// <summary>Claimed for this process; disposed with the session.</summary>
    public required TransactionalId Id { get; init; }

    public required Func<IRebalanceListener, GroupConsumer> NewConsumer { get; init; }

    public required Func<TransactionPair> NewTransactions { get; init; }

    /// <summary>Looks up which partitions the group has read before, and where each partition begins.</summary>
    public required Func<(IReadOnlySet<int> Met, long[] Begins)> LookUpInitialOffsets { get; init; }

    public required GroupProgress Progress { get; init; }

    public required RepeatGuard Guard { get; init; }

    public required TopicLimits Limits { get; init; }

    public required FencedIds FencedIds { get; init; }

    public required Renewals Renewals { get; init; }

    public required TimeSpan CommitInterval { get; init; }

    public required TimeSpan OffsetsInterval { get; init; }

    public required TimeProvider Clock { get; init; }

    public required ILogger Logger { get; init; }

    public string TransactionalId => Id.Name;

    public string InitialOffsetOf(int partition) => KafkaPositions.InitialOffset(Group, TopicId, partition);

    public void Dispose() => Id.Dispose();
}
