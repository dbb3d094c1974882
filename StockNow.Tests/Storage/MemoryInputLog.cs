using System.Runtime.CompilerServices;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;
using StockNow.Tests.Support;

namespace StockNow.Tests.Storage;

/// <summary>An input topic in memory that fences nobody: every reader gets every partition, as a writer that was thought dead does.</summary>
sealed class MemoryInputLog(int partitions) : EventLogDouble
{
    const int BatchRecords = 7;

    readonly List<(byte[] Key, byte[] Value)>[] _records = [.. Enumerable.Range(0, partitions).Select(_ => new List<(byte[], byte[])>())];

    public Dictionary<int, long> Committed { get; } = [];

    /// <summary>Changes after the log was recreated.</summary>
    public string Identity { get; set; } = "0123456789abcdef";

    /// <summary>The first offset that retention has left.</summary>
    public long Start { get; set; }

    /// <summary>Called before each read with its number, from 1.</summary>
    public Action<int> BeforeRead { get; set; } = _ => { };

    /// <summary>Called before each commit.</summary>
    public Action BeforeCommit { get; set; } = () => { };

    public long End(int partition) => _records[partition].Count;

    public void Append(int partition, params IEnumerable<byte[]> values) =>
        _records[partition].AddRange(values.Select(value => ("shelf-1"u8.ToArray(), value)));

    public void Replace(int partition, long offset, byte[] value) => _records[partition][(int)offset] = ("shelf-1"u8.ToArray(), value);

    /// <summary>As a topic that is deleted and created again: empty, its offsets from 0 on, of another identity, and the group has no offsets.</summary>
    public void MakeAnew(string identity)
    {
        foreach (var records in _records) records.Clear();
        Committed.Clear();
        (Identity, Start) = (identity, 0);
    }

    public void Truncate(int partition, int count) => _records[partition].RemoveRange(count, _records[partition].Count - count);

    public override Task<string> IdentityAsync(string topic, CancellationToken stop) => Task.FromResult(Identity);

    public override Task<IReadOnlyList<PartitionState>> DescribeAsync(string topic, CancellationToken stop) =>
        Task.FromResult<IReadOnlyList<PartitionState>>(
        [.. _records.Select((records, number) => new PartitionState(new TopicPartition(topic, number), Start, records.Count))]);

    public override Task<IReadOnlyDictionary<int, long>> CommittedAsync(string group, string topic, CancellationToken stop) =>
        Task.FromResult<IReadOnlyDictionary<int, long>>(Committed);

    public override async IAsyncEnumerable<RecordBatch> ScanAsync(TopicPartition partition, long from, long to, [EnumeratorCancellation] CancellationToken stop)
    {
        await Task.CompletedTask;
        var batch = new RecordBatch();
        for (var next = Math.Max(from, Start); next < Math.Min(to, End(partition.Partition)); next = batch.NextOffset)
        {
            Fill(batch, partition, next, to);
            yield return batch;
        }
    }

    public override Task<IEventLogReader> OpenReaderAsync(string group, string topic, IPartitionOwner owner, CancellationToken stop) =>
        Task.FromResult<IEventLogReader>(new Reader(this, topic, owner));

    void Fill(RecordBatch batch, TopicPartition partition, long from, long to)
    {
        batch.Reset(partition, from);
        for (var offset = from; offset < Math.Min(Math.Min(to, End(partition.Partition)), from + BatchRecords); offset++)
        {
            var (key, value) = _records[partition.Partition][(int)offset];
            batch.Add(offset, 0, key, value, default);
        }
    }

    sealed class Reader(MemoryInputLog log, string topic, IPartitionOwner owner) : IEventLogReader
    {
        readonly RecordBatch _batch = new();
        readonly Dictionary<TopicPartition, long> _positions = [];
        int _reads, _turn;

        public bool IsCaughtUp { get; private set; }

        public async ValueTask<RecordBatch> ReadAsync(CancellationToken stop)
        {
            stop.ThrowIfCancellationRequested();
            if (_reads == 0)
                for (var number = 0; number < log._records.Length; number++)
                {
                    var partition = new TopicPartition(topic, number);
                    _positions[partition] = await owner.AssignedAsync(partition, log.Committed.TryGetValue(number, out var next)
                        ? next : null, log.Start, stop);
                }
            log.BeforeRead(++_reads);
            for (var tried = 0; tried < _positions.Count; tried++)
            {
                var partition = new TopicPartition(topic, _turn++ % _positions.Count);
                log.Fill(_batch, partition, _positions[partition], long.MaxValue);
                _positions[partition] = _batch.NextOffset;
                IsCaughtUp = false;
                if (_batch.Count > 0) return _batch;
            }
            IsCaughtUp = true;
            return _batch;
        }

        public Task CommitAsync(TopicPartition partition, long next, CancellationToken stop)
        {
            log.BeforeCommit();
            log.Committed[partition.Partition] = next;
            return Task.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var partition in _positions.Keys) await owner.RevokedAsync(partition, default);
        }
    }
}
