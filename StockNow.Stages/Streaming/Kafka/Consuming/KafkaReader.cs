using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using TopicPartition = StockNow.Contracts.Topics.TopicPartition;

namespace StockNow.Stages.Streaming.Kafka.Consuming;

/// <summary>Reads for an owner that keeps its own account of what is done; the group's offsets are for lag tools.</summary>
sealed class KafkaReader : IEventLogReader, IRebalanceListener
{
    static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(100);

    readonly string _topic, _group;
    readonly IPartitionOwner _owner;
    readonly Func<IReadOnlyList<PartitionState>> _describe;
    readonly GroupProgress _progress;
    readonly ILogger _logger;
    readonly GroupConsumer _consumer;
    readonly Dictionary<int, long> _read = [], _done = [];

    public KafkaReader(string group, string topic, IPartitionOwner owner, Func<IRebalanceListener, GroupConsumer> newConsumer,
        Func<IReadOnlyList<PartitionState>> describe, GroupProgress progress, ILogger logger)
    {
        (_group, _topic, _owner, _describe, _progress, _logger) = (group, topic, owner, describe, progress, logger);
        _consumer = newConsumer(this);
    }

    public bool IsCaughtUp => _consumer.IsCaughtUp && _progress.IsAtEnd(_consumer.Assigned, _consumer.Ends);

    public async ValueTask<RecordBatch> ReadAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (_consumer.IsDrained) await Task.Yield(); // the client can only wait with the thread that asks: nobody's thread but the pool's
        var batch = _consumer.Read(Timeout);
        _consumer.ThrowIfFaulted();
        if (batch.Count > 0) _read[batch.Partition.Partition] = batch.NextOffset;
        else CommitEnds();
        return batch;
    }

    public Task CommitAsync(TopicPartition partition, long next, CancellationToken stop)
    {
        Commit(partition.Partition, next);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _consumer.Dispose();
        return ValueTask.CompletedTask;
    }

    IReadOnlyDictionary<int, long> IRebalanceListener.Assigned(IReadOnlyList<int> partitions)
    {
        KafkaLogMessages.PartitionsGained(_logger, _group, Names(partitions));
        var committed = _consumer.Committed(partitions);
        var states = _describe().ToDictionary(state => state.Partition.Partition);
        var starts = partitions.ToDictionary(number => number, number => Wait(_owner.AssignedAsync(
            new TopicPartition(_topic, number), committed.TryGetValue(number, out var next) ? next : null, states[number].Start, CancellationToken.None)));
        foreach (var (number, start) in starts) (_read[number], _done[number]) = (start, start);
        return starts;
    }

    void IRebalanceListener.Revoked(IReadOnlyList<int> partitions)
    {
        KafkaLogMessages.PartitionsRevoked(_logger, _group, Names(partitions));
        foreach (var number in partitions)
        {
            var partition = new TopicPartition(_topic, number);
            try { Wait(Finish(partition)); }
            catch (Exception fault)
            {
                KafkaLogMessages.NotFinishedBeforeRevoke(_logger, _group, partition.ToString(), fault.Message);
                _owner.Lost(partition);
            }
            _done.Remove(number);
        }
    }

    void IRebalanceListener.Lost(IReadOnlyList<int> partitions)
    {
        KafkaLogMessages.PartitionsLost(_logger, _group, Names(partitions));
        foreach (var number in partitions)
        {
            _owner.Lost(new TopicPartition(_topic, number));
            _done.Remove(number);
        }
    }

    void CommitEnds()
    {
        foreach (var number in _consumer.Ends.Keys)
            if (_done.TryGetValue(number, out var done) && EndBehind(number, done) > done) Commit(number, done);
    }

    void Commit(int number, long next)
    {
        next = EndBehind(number, next);
        try
        {
            _consumer.Commit(number, next);
            _done[number] = next;
        }
        catch (KafkaException fault) { KafkaLogMessages.OffsetNotCommitted(_logger, next, $"{_topic}-{number}", fault.Error.Reason); }
    }

    // After the last record come markers of transactions, which no reader gets: without them the group would never seem to have reached the end.
    long EndBehind(int number, long next) => next >= _read[number] && _consumer.Ends.TryGetValue(number, out var end) ? Math.Max(next, end) : next;

    async Task<bool> Finish(TopicPartition partition)
    {
        await _owner.RevokedAsync(partition, CancellationToken.None);
        return true;
    }

    // The client calls its handlers on the reading thread and waits for them.
    static T Wait<T>(Task<T> work) => work.GetAwaiter().GetResult();

    string Names(IReadOnlyList<int> partitions) => string.Join(", ", partitions.Select(number => $"{_topic}-{number}"));
}
