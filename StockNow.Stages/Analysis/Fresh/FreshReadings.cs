using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Engines.Cells;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Analysis.Fresh;

/// <summary>
/// The readings between the lake's chains and the end of the event log. Each chain says at which offset the lake ends, and exactly there the event log
/// continues: nothing is counted twice or left out, whatever storage does meanwhile.
/// </summary>
/// <param name="log">The event log.</param>
/// <param name="limits">How much a reading may hold.</param>
sealed class FreshReadings(IEventLogInspector log, ReadingLimits limits)
{
    readonly Dictionary<TopicPartition, PartitionTail> _tails = [];
    string _identity = "";

    /// <summary>Reads up to the end of the event log.</summary>
    /// <param name="heads">Where each chain of the lake ends. Look there first: what is published after that is still in the event log.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>The offset after the last one of each partition.</returns>
    /// <exception cref="EventLogException">The event log is away.</exception>
    public async Task<IReadOnlyDictionary<TopicPartition, long>> ReadAsync(IReadOnlyDictionary<ChainId, long> heads, CancellationToken stop)
    {
        var identity = await log.IdentityAsync(TopicNames.Input, stop);
        if (identity != _identity) _tails.Clear();
        _identity = identity;
        var ends = await log.DescribeAsync(TopicNames.Input, stop);
        foreach (var (partition, start, end) in ends)
        {
            if (!_tails.TryGetValue(partition, out var tail)) _tails.Add(partition, tail = new PartitionTail(partition, log, limits));
            var head = heads.TryGetValue(new ChainId(identity, partition), out var next) ? Math.Max(next, start) : start;
            await tail.MoveAsync(head, Math.Max(head, end), stop);
        }
        return ends.ToDictionary(state => state.Partition, state => state.End);
    }

    /// <summary>Writes the cells of what was read.</summary>
    /// <param name="segment">Where no file is yet.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>Whether there are any; without them no file is written.</returns>
    public async Task<bool> WriteAsync(string segment, CancellationToken stop)
    {
        var stretches = _tails.Values.SelectMany(tail => tail.Stretches).Where(stretch => stretch.Cells.Count > 0).ToList();
        if (stretches.Count == 0) return false;
        await using var file = await CellFile.CreateAsync(segment, stop);
        foreach (var (key, cell) in stretches.SelectMany(stretch => stretch.Cells))
            await file.AddAsync(key.Time, key.Store, key.Product, cell.Readings, cell.Alerts, cell.Quantity, cell.Threshold, stop);
        await file.CompleteAsync(stop);
        return true;
    }
}
