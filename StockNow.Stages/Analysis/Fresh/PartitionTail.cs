using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Analysis.Fresh;

/// <summary>The readings of one partition that are not in the lake yet, counted in cells. Each record is read about once, however often it is asked.</summary>
/// <param name="partition">The partition.</param>
/// <param name="log">The event log.</param>
/// <param name="limits">How much a reading may hold.</param>
sealed class PartitionTail(TopicPartition partition, IEventLogInspector log, ReadingLimits limits)
{
    // When the lake's head moves into a stretch, so many offsets at most are read again.
    const long LongestStretch = 50_000;

    readonly ReadingReader _reader = new(limits);
    readonly RowMemory _memory = new();
    readonly List<TailStretch> _stretches = [];

    /// <summary>The stretches from the head to the end.</summary>
    public IReadOnlyList<TailStretch> Stretches => _stretches;

    /// <summary>Moves to a new head and end.</summary>
    /// <param name="head">The offset after the last one in the lake.</param>
    /// <param name="end">The offset after the last one in the event log.</param>
    /// <param name="stop">Ends the work.</param>
    public async Task MoveAsync(long head, long end, CancellationToken stop)
    {
        _stretches.RemoveAll(stretch => stretch.To <= head);
        // A head that went back, or into a stretch: what is known does not begin there.
        if (_stretches.Count > 0 && _stretches[0].From > head) _stretches.Clear();
        if (_stretches is [var first, ..] && first.From < head)
        {
            _stretches.RemoveAt(0);
            _stretches.InsertRange(0, await ReadAsync(head, first.To, stop));
        }
        var next = _stretches.Count > 0 ? _stretches[^1].To : head;
        if (next < end) _stretches.AddRange(await ReadAsync(next, end, stop));
    }

    async Task<List<TailStretch>> ReadAsync(long from, long to, CancellationToken stop)
    {
        var stretches = new List<TailStretch> { new(from) };
        await foreach (var batch in log.ScanAsync(partition, from, to, stop))
        {
            if (stretches[^1].To - stretches[^1].From >= LongestStretch) stretches.Add(new TailStretch(stretches[^1].To));
            stretches[^1].Add(batch, _reader, _memory);
        }
        stretches[^1].Extend(to);
        return stretches;
    }
}
