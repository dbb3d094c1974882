using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Lake;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Storage;

/// <summary>The open ranges of all held partitions, and the memory that they share.</summary>
sealed class OpenRanges(RangeRecovery recovery, RangePublisher publisher, RollPolicy policy, RowMemory memory, StorageLimits limits, TimeProvider time, RecordFailures? failures = null) : IPartitionOwner
{
    readonly Dictionary<TopicPartition, RangeBuffer> _ranges = [];
    readonly Dictionary<TopicPartition, long> _uncommitted = [];
    readonly long _startedAt = time.GetTimestamp();
    IEventLogReader? _reader;

    /// <summary>Names the reader that stored offsets are committed to.</summary>
    public void CommitTo(IEventLogReader reader) => _reader = reader;

    /// <summary>Takes a whole batch, storing ranges on the way where they must be.</summary>
    public async Task AddAsync(RecordBatch batch, CancellationToken stop)
    {
        if (batch.Count == 0 || !_ranges.TryGetValue(batch.Partition, out var range)) return;
        var now = Now;
        for (var index = 0; index < batch.Count;)
        {
            var allowed = limits.MaxBytes - _ranges.Values.Sum(other => other == range ? 0 : other.Rows.Bytes);
            index = range.Fill(batch, index, now, policy, allowed, out var reason);
            if (reason is not { } why) continue;
            var roll = why == RollReason.Bytes ? _ranges.Values.MaxBy(other => other.Rows.Bytes)! : range;
            await RollAsync(roll, why, stop);
        }
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
    public void Forget() => _ranges.Clear();

    public async Task<long> AssignedAsync(TopicPartition partition, long? committed, long start, CancellationToken stop)
    {
        var (next, heldFrom) = await recovery.RecoverAsync(partition, committed, start, stop);
        if (next != committed) _uncommitted[partition] = next;
        var range = new RangeBuffer(partition, memory, limits.OfReading, failures);
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
    }

    TimeSpan Now => time.GetElapsedTime(_startedAt);

    async Task DrainAsync(RangeBuffer range, RollReason reason, CancellationToken stop)
    {
        while (range.Records > 0) await RollAsync(range, reason, stop);
    }

    async Task RollAsync(RangeBuffer range, RollReason reason, CancellationToken stop)
    {
        await publisher.PublishAsync(range, reason, stop);
        _uncommitted.Remove(range.Partition);
        await _reader!.CommitAsync(range.Partition, range.Start, stop);
        failures?.Passed(range.Partition, range.Start);
    }
}

/// <summary>What bounds the memory of the readings in hand.</summary>
/// <param name="MaxBytes">All ranges together.</param>
/// <param name="OfReading">How much a reading may hold.</param>
sealed record StorageLimits(long MaxBytes, ReadingLimits OfReading);
