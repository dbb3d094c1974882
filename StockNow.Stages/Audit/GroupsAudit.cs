using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>Finds groups whose committed offset lies before what they have done already. Unlike <see cref="OutputWitness"/>, by all outputs.</summary>
sealed class GroupsAudit(IEventLogInspector log, TimeProvider clock)
{
    // What has just been committed may be seen in the topic a moment before it is seen in the group.
    static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    /// <param name="consumer">The group.</param>
    /// <param name="outputs">What it has made of the topic, all of it seen.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<IReadOnlyList<AuditFinding>> FindAsync(ConsumerGroup consumer, IReadOnlyList<SourceLedgers> outputs, CancellationToken stop)
    {
        var (group, topic) = (consumer.Group, consumer.Topic);
        var doneTo = outputs.SelectMany(ledgers => ledgers.Last).GroupBy(last => last.Key, last => last.Value + 1)
            .ToDictionary(partition => partition.Key, partition => partition.Max());
        var findings = await LookAsync();
        if (findings.Count == 0) return findings;
        await Task.Delay(Moment, clock, stop);
        return await LookAsync();

        async Task<IReadOnlyList<AuditFinding>> LookAsync() =>
        [
            .. OffsetSetBack.Compare(group, topic, doneTo, await log.CommittedAsync(group, topic, stop))
                .Select(found => new AuditFinding(found.Partition.ToString(), found.Describe(log))),
        ];
    }
}
