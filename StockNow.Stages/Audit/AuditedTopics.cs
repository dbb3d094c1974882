using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>The topics of the pipeline as they were when the audit began to read them, outputs before the topics that they were made from.</summary>
sealed class AuditedTopics
{
    readonly Dictionary<string, AuditedTopic> _topics = new(StringComparer.Ordinal);

    AuditedTopics() { }

    /// <summary>Looks at every topic that a group reads or writes.</summary>
    /// <exception cref="EventLogException">The event log is away, or a transaction that does not end hides a part of it.</exception>
    public static async Task<AuditedTopics> LookAsync(IEventLogInspector log, ConsumerGroups groups, CancellationToken stop)
    {
        var topics = new AuditedTopics();
        foreach (var topic in groups.Topics)
            topics._topics[topic] = new AuditedTopic(topic, await log.IdentityAsync(topic, stop), await log.DescribeStableAsync(topic, stop));
        var read = groups.All.Select(group => group.Topic).Distinct().Reverse().ToList();
        // the outputs that a dead letter may stand for come before it
        var onlyWritten = groups.Topics.Except(read).OrderBy(topic => topic == TopicNames.DeadLetters);
        topics.InOrder = [.. onlyWritten.Concat(read).Select(topic => topics[topic])];
        return topics;
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<AuditedTopic> InOrder { get; private set; } = [];

    /// <summary>The topic of a name.</summary>
    public AuditedTopic this[string name] => _topics[name];
}
