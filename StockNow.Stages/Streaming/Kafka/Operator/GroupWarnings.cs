using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Stages.Streaming.Kafka.Consuming;

namespace StockNow.Stages.Streaming.Kafka.Operator;

/// <summary>Finds groups that must not continue from their committed offsets: these were lost, or set back before what the outputs hold.</summary>
sealed class GroupWarnings(IEventLogInspector log, ConsumerGroups groups, InitialOffsets initialOffsets, bool mayReprocess, KafkaProperties properties,
    TimeProvider clock)
{
    // What has just been committed may be seen in the outputs a moment before it is seen in the group.
    static readonly TimeSpan Moment = TimeSpan.FromSeconds(2);

    // Only a reset moves an offset back: where none has moved back since all was well, the outputs need not be read again.
    readonly Dictionary<string, IReadOnlyDictionary<int, long>> _fine = [];

    /// <summary>One sentence a partition, or a group.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(CancellationToken stop)
    {
        var warnings = new List<string>();
        foreach (var group in groups.WithOutputs)
        {
            var committed = await log.CommittedAsync(group.Group, group.Topic, stop);
            if (await initialOffsets.LostAsync(group.Group, group.Topic, stop) is { Count: > 0 } lost)
                warnings.Add(RepeatGuard.SentenceOfLost(group.Group, group.Topic, lost, await new OutputWitness(log)
                    .SeeAsync(group.Topic, group.Outputs, stop), properties));
            else if (!mayReprocess && committed.Count > 0 && HasMovedBack(group.Group, committed))
                warnings.AddRange(await SetBackAsync(group, committed, stop));
        }
        return warnings;
    }

    bool HasMovedBack(string group, IReadOnlyDictionary<int, long> committed) =>
        !_fine.TryGetValue(group, out var fine) || fine.Any(partition => committed.GetValueOrDefault(partition.Key) < partition.Value);

    async Task<IEnumerable<string>> SetBackAsync(ConsumerGroup group, IReadOnlyDictionary<int, long> committed, CancellationToken stop)
    {
        var found = await LookAsync();
        if (found.Count > 0)
        {
            await Task.Delay(Moment, clock, stop);
            found = await LookAsync();
        }
        if (found.Count == 0) _fine[group.Group] = committed;
        return found.Select(partition => partition.Describe(log));

        // A partition without an offset is either lost, which was looked for, or not met yet.
        async Task<IReadOnlyList<OffsetSetBack>> LookAsync() =>
            [.. (await new OutputWitness(log).FindSetBackAsync(group.Group, group.Topic, group.Outputs, stop))
                .Where(partition => partition.Committed is not null)];
    }
}
