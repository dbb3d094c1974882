using System.Text;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;
using StockNow.Tests.Support;

namespace StockNow.Tests.Simulator;

/// <summary>Remembers what was committed, and fails a commit on request.</summary>
sealed class MemoryOutputLog(TimeProvider time) : EventLogDouble
{
    readonly Dictionary<string, string> _positions = [];

    /// <summary>The commit of this number, counted from 1, fails; it leaves nothing.</summary>
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

    public IReadOnlyDictionary<string, string> Positions => _positions;

    /// <summary>Changes after the topic was recreated.</summary>
    public string Identity { get; set; } = "cluster.topic";

    public override Task<string> IdentityAsync(string topic, CancellationToken stop) => Task.FromResult(Identity);

    /// <summary>Saves a position as another program would.</summary>
    public void SavePosition(string name, string value) => _positions[name] = value;

    public override Task<IEventLogWriter> OpenWriterAsync(string name, CancellationToken stop) => Task.FromResult<IEventLogWriter>(new Writer(name, this));

    public override async Task<IReadOnlyList<PartitionState>> DescribeStableAsync(string topic, CancellationToken stop)
    {
        topic.Should().Be(TopicNames.Input);
        if (HidesRecords) await Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
        return [new(new(topic, 0), 0, Records.Count)];
    }

    public override async Task<IReadOnlyDictionary<string, string>> PositionsAsync(string prefix, CancellationToken stop)
    {
        if (HidesPositions) await Task.Delay(Timeout.InfiniteTimeSpan, time, stop);
        return _positions.Where(one => one.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary();
    }

    sealed class Writer(string name, MemoryOutputLog log) : IEventLogWriter
    {
        readonly List<(string, byte[])> _records = [];
        readonly PendingPositions _positions = new();

        public string Name => name;

        public long PendingBytes { get; private set; }

        public void Produce(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers = null)
        {
            topic.Should().Be(TopicNames.Input);
            _records.Add((Encoding.UTF8.GetString(key), value.ToArray()));
            PendingBytes += key.Length + value.Length;
        }

        public void SavePosition(string name, string? expected, string value) => _positions.Add(name, expected, value);

        public long MaxRecordBytes(string topic) => long.MaxValue;

        public Task CommitAsync(CancellationToken stop)
        {
            stop.ThrowIfCancellationRequested();
            log.Commits.Add((_records.Count, log.Now));
            if (log.Commits.Count == log.FailingCommit) throw new EventLogException("the disk is full");
            foreach (var (name, expected, _) in _positions.All)
                if (log._positions.GetValueOrDefault(name) is var found && found != expected) throw new PositionConflictException(name, expected, found);
            log.Records.AddRange(_records);
            foreach (var (name, _, value) in _positions.All) log._positions[name] = value;
            _positions.Clear();
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
