using System.Text;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;
using StockNow.Tests.Support;

namespace StockNow.Tests.Conformance;

/// <summary>An event log with topics of its own, and what a test writes into it and sees of it.</summary>
abstract class EventLogBench
{
    /// <summary>A name that no other test uses, where tests share a log.</summary>
    protected virtual string Unique(string name) => name;

    protected string Input => Unique("readings");

    protected string Output => Unique("alerts");

    protected string Group => Unique("readers");

    /// <summary>Opens the log of this test; a second call opens it once more, as another process would.</summary>
    protected abstract Task<IEventLog> OpenAsync(int partitions = 1);

    protected static CancellationToken Soon => new CancellationTokenSource(TimeSpan.FromSeconds(30)).Token;

    protected async Task<IEventLog> OpenWithTopicsAsync(int partitions = 1)
    {
        var log = await OpenAsync(partitions);
        await log.EnsureTopicsAsync([Input, Output], Soon);
        return log;
    }

    protected async Task WriteAsync(IEventLog log, IEnumerable<string> values, Func<int, string>? key = null)
    {
        await using var writer = await log.OpenWriterAsync(Unique("writer"), Soon);
        var headers = new HeaderWriter().Add("origin"u8, "test"u8);
        var n = 0;
        foreach (var value in values) writer.Produce(Input, Encoding.UTF8.GetBytes(key?.Invoke(n++) ?? "key"), Encoding.UTF8.GetBytes(value), headers);
        await writer.CommitAsync(Soon);
    }

    protected static async Task<List<Seen>> ReadSomeAsync(IEventLogSession session, int count)
    {
        var seen = new List<Seen>();
        while (seen.Count < count) Add(await session.ReadAsync(Soon), seen);
        return seen;
    }

    /// <summary>Continues as a stage would until the session has committed.</summary>
    protected static async Task CommitWhenDueAsync(IEventLogSession session)
    {
        var commits = new RecordedCommits();
        session.Listener = commits;
        while (true)
        {
            await session.CommitIfDueAsync(Soon);
            if (commits.Calls.Contains("committed")) return;
            await session.ReadAsync(Soon);
        }
    }

    protected async Task<List<Seen>> ReadAllAsync(IEventLog log, string? topic = null, string? group = null)
    {
        await using var session = await log.OpenSessionAsync(group ?? Group, topic ?? Input, Soon);
        var seen = new List<Seen>();
        while (!session.IsCaughtUp) Add(await session.ReadAsync(Soon), seen);
        return seen;
    }

    static void Add(RecordBatch batch, List<Seen> to)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var record = batch[i];
            var origin = record.Headers.TryGet("origin"u8, out ReadOnlySpan<byte> value) ? Text(value) : "";
            to.Add(new Seen(batch.Partition.Partition, record.Offset, Text(record.Key), Text(record.Value), origin));
        }
    }

    protected static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    protected sealed record Seen(int Partition, long Offset, string Key, string Value, string Origin);

    protected sealed class RecordingOwner(long beginAt) : IPartitionOwner
    {
        public List<string> Events { get; } = [];

        public Task<long> AssignedAsync(TopicPartition partition, long? committed, long start, CancellationToken stop)
        {
            Events.Add($"assigned {partition} committed {committed?.ToString() ?? "none"} start {start}");
            return Task.FromResult(beginAt);
        }

        public Task RevokedAsync(TopicPartition partition, CancellationToken stop)
        {
            Events.Add($"revoked {partition}");
            return Task.CompletedTask;
        }

        public void Lost(TopicPartition partition) => Events.Add($"lost {partition}");
    }
}
