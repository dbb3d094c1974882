using System.Text;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;
using StockNow.Tests.Support;

namespace StockNow.Tests.Simulator;

/// <summary>Remembers what was committed, and fails a commit when told to.</summary>
sealed class MemoryOutputLog(TimeProvider time) : EventLogDouble
{
    readonly Dictionary<string, long> _positions = [];

    /// <summary>The commit of this number, counted from 1, fails; it leaves nothing behind.</summary>
    public int FailingCommit { get; set; }

    /// <summary>The commit of this number, counted from 1, takes place, but its answer is lost.</summary>
    public int UnansweredCommit { get; set; }

    /// <summary>Whether a position cannot be seen, and is waited for.</summary>
    public bool HidesPositions { get; set; }

    /// <summary>Whether something is open in the topic that is written to, and is waited for.</summary>
    public bool HidesRecords { get; set; }

    /// <summary>Called after each commit.</summary>
    public Action<MemoryOutputLog> Committed { get; set; } = _ => { };

    public List<(string Key, byte[] Value)> Records { get; } = [];

    public IEnumerable<string> Values => Records.Select(record => Encoding.Latin1.GetString(record.Value));

    /// <summary>Records of each commit, and when it was.</summary>
    public List<(int Records, DateTimeOffset At)> Commits { get; } = [];

    public IReadOnlyDictionary<string, long> Positions => _positions;

    public override Task<IEventLogWriter> OpenWriterAsync(string name, CancellationToken stop) => Task.FromResult<IEventLogWriter>(new Writer(this));

    public override async Task<IReadOnlyList<PartitionState>> DescribeSettledAsync(string topic, CancellationToken stop)
    {
        topic.Should().Be(TopicNames.Input);
        if (HidesRecords) await Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
        return [new(new(topic, 0), 0, Records.Count)];
    }

    public override async Task<long?> PositionAsync(string name, CancellationToken stop)
    {
        if (HidesPositions) await Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
        return _positions.TryGetValue(name, out var position) ? position : null;
    }

    sealed class Writer(MemoryOutputLog log) : IEventLogWriter
    {
        readonly List<(string, byte[])> _records = [];
        readonly Dictionary<string, long> _positions = [];

        public long PendingBytes { get; private set; }

        public void Produce(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers = null)
        {
            topic.Should().Be(TopicNames.Input);
            _records.Add((Encoding.UTF8.GetString(key), value.ToArray()));
            PendingBytes += key.Length + value.Length;
        }

        public void SavePosition(string name, long position) => _positions[name] = position;

        public Task CommitAsync(CancellationToken stop)
        {
            stop.ThrowIfCancellationRequested();
            log.Commits.Add((_records.Count, log.Now));
            if (log.Commits.Count == log.FailingCommit) throw new EventLogException("the disk is full");
            log.Records.AddRange(_records);
            foreach (var (name, position) in _positions) log._positions[name] = position;
            if (log.Commits.Count == log.UnansweredCommit) throw new EventLogException("the connection broke");
            _records.Clear();
            PendingBytes = 0;
            log.Committed(log);
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    DateTimeOffset Now => time.GetUtcNow();
}
