using System.Globalization;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming;

/// <summary>
/// Where the dead letters begin that still matter. A purge moves this mark: nobody lists or replays what lies before it. The records stay in their topic until
/// its retention removes them, so that an audit still finds what became of each reading.
/// </summary>
/// <param name="log">The event log.</param>
public sealed class DeadLetterMark(IEventLog log)
{
    /// <summary>The partitions of the dead letters, each from its mark on; empty when there is no such topic.</summary>
    public static async Task<IReadOnlyList<PartitionState>> PartitionsAsync(IEventLogInspector log, CancellationToken stop)
    {
        var partitions = await log.DescribeStableAsync(TopicNames.DeadLetters, stop);
        if (partitions.Count == 0) return [];
        var identity = await log.IdentityAsync(TopicNames.DeadLetters, stop);
        var marks = await log.PositionsAsync(Prefix, stop);
        return [.. partitions.Select(partition => partition with
        {
            Start = Math.Clamp(Offset(marks.GetValueOrDefault(NameOf(partition.Partition)), identity), partition.Start, partition.End),
        })];
    }

    /// <summary>Moves the mark to the present end.</summary>
    /// <returns>How many offsets lie between the old mark and the new one.</returns>
    /// <exception cref="PositionConflictException">Somebody else moved it meanwhile.</exception>
    public async Task<long> MoveToEndAsync(CancellationToken stop)
    {
        var partitions = await PartitionsAsync(log, stop);
        var identity = await log.IdentityAsync(TopicNames.DeadLetters, stop);
        await using var writer = await log.OpenWriterAsync("dead-letter-purge", stop);
        foreach (var partition in partitions.Where(partition => partition.Start < partition.End))
        {
            var name = NameOf(partition.Partition);
            writer.SavePosition(name, await log.PositionAsync(name, stop), string.Create(CultureInfo.InvariantCulture, $"{identity} {partition.End}"));
        }
        await writer.CommitAsync(stop);
        return partitions.Sum(partition => partition.End - partition.Start);
    }

    const string Prefix = "dead-letters-purged/";

    static string NameOf(TopicPartition partition) => $"{Prefix}{partition}";

    // Offsets of a topic that was recreated begin again at 0.
    static long Offset(string? mark, string identity) =>
        mark?.Split(' ') is [var of, var offset] && of == identity && long.TryParse(offset, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : 0;
}
