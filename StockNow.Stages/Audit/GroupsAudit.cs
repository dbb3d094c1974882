using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>
/// Finds groups that stand before what they have done already: outputs and offsets are committed together, so the offsets were lost or set back since, and
/// going on from them would do it all again.
/// </summary>
sealed class GroupsAudit(IEventLogInspector log, TimeProvider clock)
{
    // What has just been committed may be seen in the topic a moment before it is seen in the group.
    static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    /// <param name="group">The group.</param>
    /// <param name="topic">The topic it reads.</param>
    /// <param name="outputs">What it has made of the topic, all of it seen.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task<IReadOnlyList<AuditFinding>> FindAsync(string group, string topic, IReadOnlyList<SourceLedgers> outputs, CancellationToken stop)
    {
        var done = outputs.SelectMany(ledgers => ledgers.Last).GroupBy(last => last.Key, last => last.Value + 1).ToDictionary(partition => partition.Key, partition => partition.Max());
        var findings = await LookAsync().ConfigureAwait(false);
        if (findings.Count == 0) return findings;
        await Task.Delay(Moment, clock, stop).ConfigureAwait(false);
        return await LookAsync().ConfigureAwait(false);

        async Task<IReadOnlyList<AuditFinding>> LookAsync()
        {
            var committed = await log.CommittedAsync(group, topic, stop).ConfigureAwait(false);
            return [.. done.Where(partition => committed.GetValueOrDefault(partition.Key) < partition.Value).OrderBy(partition => partition.Key).Select(partition => new AuditFinding(
                new TopicPartition(topic, partition.Key).ToString(),
                $"group {group} {(committed.TryGetValue(partition.Key, out var offset) ? $"stands at offset {offset}" : "has no offset")}, but what it made of offset {partition.Value - 1} is there: "
                + $"its offset was lost or set back, and it would do again what is done. Before its next start set it to {partition.Value}"))];
        }
    }
}
