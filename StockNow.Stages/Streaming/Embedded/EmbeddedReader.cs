using System.Globalization;
using Microsoft.Extensions.Logging;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming.Measured;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>Reads one topic for a group. It takes every partition that is free, and takes over others when their reader is gone.</summary>
sealed class EmbeddedReader(
    LogFile log, Doorbell bell, string folder, string group, string topic, IPartitionOwner owner, TimeProvider clock, ILogger logger) : IEventLogReader
{
    const int EnoughBytes = 1024 * 1024;
    static readonly TimeSpan ClaimInterval = TimeSpan.FromMilliseconds(500);

    readonly SortedDictionary<int, HeldPartition> _held = [];
    readonly RecordBatch _batch = new();
    readonly int _partitions = log.Partitions(topic)
        ?? throw new EventLogException($"There is no topic '{topic}' in {log.Path}; it is made at start by the stages that read or write it.");
    long _lastClaim;
    bool _claimed, _reportedOthers;
    int _next;

    public bool IsCaughtUp { get; private set; }

    /// <summary>The partitions held now.</summary>
    public IReadOnlyCollection<HeldPartition> Held => _held.Values;

    public async ValueTask<RecordBatch> ReadAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        await ClaimFreePartitionsAsync(stop);
        var ring = bell.Next;
        if (TryRead()) return _batch;
        IsCaughtUp = true;
        await Task.WhenAny(ring, Task.Delay(Doorbell.Timeout, clock, stop));
        if (TryRead()) return _batch;
        log.ThrowIfMoved(); // a file that was removed never holds anything new
        _batch.Reset(new TopicPartition(topic, 0), 0);
        return _batch;
    }

    public Task CommitAsync(TopicPartition partition, long next, CancellationToken stop)
    {
        log.InTransaction(() => Advance(_held[partition.Partition], next));
        _held[partition.Partition].Committed = next;
        bell.Ring(); // lag tools and a draining process wait for it
        return Task.CompletedTask;
    }

    /// <summary>Moves the group's offset within a transaction.</summary>
    public void Advance(HeldPartition held, long next)
    {
        if (held.Committed != next && !log.Advance(group, held.Partition, held.Committed, next))
            throw new EventLogException($"The offset of group {group} in {held.Partition} was moved from {held.Committed} by another reader; reading begins "
                + "again from the new one.");
    }

    /// <summary>Whether a held partition has records that were not read yet.</summary>
    public bool HasMore()
    {
        foreach (var held in _held.Values)
            if (log.HasRecords(held.Partition, held.Position)) return true;
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var held in _held.Values)
        {
            EventLogInstruments.Moved(group, topic, "revoked", 1);
            try { await owner.RevokedAsync(held.Partition, CancellationToken.None); }
            catch (Exception fault) { EmbeddedLogMessages.NotFinishedBeforeRevoke(logger, group, held.Partition, fault.Message); }
            held.Dispose();
        }
        _held.Clear();
        log.Dispose();
    }

    bool TryRead()
    {
        for (var tried = 0; tried < _partitions; tried++)
        {
            var number = (_next + tried) % _partitions;
            if (!_held.TryGetValue(number, out var held)) continue;
            log.Read(held.Partition, held.Position, EnoughBytes, _batch);
            if (_batch.Count == 0) continue;
            var missing = _batch.NextOffset - held.Position - _batch.Count;
            if (missing > 0)
                EmbeddedLogMessages.RecordsMissing(logger, group, held.Partition, missing, held.Position, _batch.NextOffset, log.RemovedTo(held.Partition));
            held.Position = _batch.NextOffset;
            _next = (number + 1) % _partitions;
            IsCaughtUp = false;
            return true;
        }
        return false;
    }

    async Task ClaimFreePartitionsAsync(CancellationToken stop)
    {
        if (_held.Count == _partitions || _claimed && clock.GetElapsedTime(_lastClaim) < ClaimInterval) return;
        (_claimed, _lastClaim) = (true, clock.GetTimestamp());
        var others = new List<string>();
        for (var number = 0; number < _partitions; number++)
        {
            if (_held.ContainsKey(number)) continue;
            var partition = new TopicPartition(topic, number);
            var name = $"{group}.{partition}";
            if (Claim.TryTake(folder, name) is { } claim) await HoldAsync(partition, claim, stop);
            else others.Add($"{partition} ({Claim.OwnerOf(folder, name)})");
        }
        if (others.Count > 0 && !_reportedOthers) EmbeddedLogMessages.PartitionsHeldElsewhere(logger, group, string.Join(", ", others));
        if (others.Count == 0 && _reportedOthers) EmbeddedLogMessages.PartitionsTakenOver(logger, group, topic);
        _reportedOthers = others.Count > 0;
    }

    async Task HoldAsync(TopicPartition partition, Claim claim, CancellationToken stop)
    {
        try
        {
            var (committed, start) = (log.Committed(group, partition), log.StartOffset(partition));
            if (committed is null)
            {
                // From now on retention spares what this group has not read; at once, lest it cuts in between.
                log.InTransaction(() =>
                {
                    log.Register(group, partition, start = log.StartOffset(partition));
                    if (start > 0) log.SavePosition(FirstOffset.NameOf(group, partition), null, start.ToString(CultureInfo.InvariantCulture));
                });
            }
            var held = new HeldPartition(partition, claim, committed ?? start);
            held.Position = await owner.AssignedAsync(partition, committed, start, stop);
            _held.Add(partition.Partition, held);
            EventLogInstruments.Moved(group, topic, "gained", 1);
        }
        catch
        {
            claim.Dispose();
            throw;
        }
    }
}
