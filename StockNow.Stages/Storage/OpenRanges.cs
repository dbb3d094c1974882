using StockNow.Contracts.Topics;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Storage;

/// <summary>The open ranges of all partitions of one worker. Decides when each is stored; the table knows how.</summary>
/// <param name="table">Stores ranges.</param>
/// <param name="source">Makes ranges and reads offsets again.</param>
/// <param name="policy">Decides when a range is stored.</param>
/// <param name="maxBytes">The memory for the readings of all open ranges together.</param>
/// <param name="meter">Counts stored ranges.</param>
/// <param name="failures">Is notified of the records that were stored, or null.</param>
/// <param name="time">Measures the age of ranges.</param>
sealed class OpenRanges(TableWriter table, RangeReader source, RollPolicy policy, long maxBytes, StorageMeter meter, RecordFailures? failures,
    TimeProvider time) : IPartitionOwner
{
    readonly Dictionary<TopicPartition, RangeBuffer> _ranges = [];
    readonly Dictionary<TopicPartition, long> _uncommitted = [];
    readonly long _startedAt = time.GetTimestamp();
    IEventLogReader? _reader;
    long _inHand;

    /// <summary>Names the reader that stored offsets are committed to.</summary>
    public void CommitTo(IEventLogReader reader) => _reader = reader;

    /// <summary>Takes a whole batch, storing ranges on the way where they must be.</summary>
    public async Task AddAsync(RecordBatch batch, CancellationToken stop)
    {
        if (batch.Count == 0 || !_ranges.TryGetValue(batch.Partition, out var range)) return;
        var now = Now;
        for (var index = 0; index < batch.Count;)
        {
            var allowed = maxBytes - _ranges.Values.Sum(other => other == range ? 0 : other.Rows.Bytes);
            index = range.Fill(batch, index, now, policy, allowed, out var reason);
            if (reason is not { } why) continue;
            var roll = why == RollReason.Bytes ? _ranges.Values.MaxBy(other => other.Rows.Bytes)! : range;
            await RollAsync(roll, why, stop);
        }
        CountInHand();
    }

    /// <summary>Stores the ranges whose time has come.</summary>
    public async Task RollDueAsync(CancellationToken stop)
    {
        var now = Now;
        foreach (var range in _ranges.Values)
            if (range.Records > 0 && policy.AtRest(range.OpenedAt, now - range.OpenedAt, now - range.LastAt) is { } reason)
                await RollAsync(range, reason, stop);
        foreach (var (partition, next) in _uncommitted) await _reader!.CommitAsync(partition, next, stop);
        _uncommitted.Clear();
    }

    /// <summary>Stores all that is in hand.</summary>
    public async Task RollAllAsync(CancellationToken stop)
    {
        foreach (var range in _ranges.Values) await DrainAsync(range, RollReason.Ending, stop);
        await RollDueAsync(stop);
    }

    /// <summary>Lets go of all that is in hand; the event log still holds it.</summary>
    public void Forget()
    {
        _ranges.Clear();
        CountInHand();
    }

    public async Task<long> AssignedAsync(TopicPartition partition, long? committed, long start, CancellationToken stop)
    {
        var (next, heldFrom, completed) = await table.RecoverAsync(partition, committed, start, stop);
        if (completed is not null) meter.Count(completed);
        if (next != committed) _uncommitted[partition] = next;
        var range = source.NewBuffer(partition);
        range.Begin(next, heldFrom);
        _ranges[partition] = range;
        return Math.Max(next, start);
    }

    public async Task RevokedAsync(TopicPartition partition, CancellationToken stop)
    {
        if (_ranges.TryGetValue(partition, out var range)) await DrainAsync(range, RollReason.Revoked, stop);
        Lost(partition);
    }

    public void Lost(TopicPartition partition)
    {
        _uncommitted.Remove(partition);
        if (_ranges.Remove(partition, out var range)) range.Rows.Clear();
        CountInHand();
    }

    TimeSpan Now => time.GetElapsedTime(_startedAt);

    async Task DrainAsync(RangeBuffer range, RollReason reason, CancellationToken stop)
    {
        while (range.Records > 0) await RollAsync(range, reason, stop);
    }

    async Task RollAsync(RangeBuffer range, RollReason reason, CancellationToken stop)
    {
        var stored = await table.PublishAsync(range.ToContent(), stop);
        if (stored.IsOurs) meter.Stored(stored.Range, reason, range.AppendedMs);
        else if (stored.IsStoredHere) meter.Count(stored.Range);
        await BeginNextAsync(range, stored.Range, stop);
        _uncommitted.Remove(range.Partition);
        await _reader!.CommitAsync(range.Partition, range.Start, stop);
        failures?.Passed(range.Partition, range.Start);
        CountInHand();
    }

    void CountInHand()
    {
        var now = 0L;
        foreach (var range in _ranges.Values) now += range.Records;
        meter.InHand(now - _inHand);
        _inHand = now;
    }

    // The range of another writer may end earlier: what lies after it is read once more.
    async Task BeginNextAsync(RangeBuffer range, Intent stored, CancellationToken stop)
    {
        var (read, openedAt) = (range.Next, range.OpenedAt);
        range.Begin(stored.End + 1);
        if (read > range.Start) await source.RefillAsync(range, read, openedAt, stop);
    }
}
