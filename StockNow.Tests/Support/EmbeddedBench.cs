using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;

namespace StockNow.Tests.Support;

/// <summary>An embedded event log in a folder of its own, and a way to change it as a fault does.</summary>
sealed class EmbeddedBench : IDisposable
{
    public const string Topic = "readings";

    public static readonly TopicPartition Partition = new(Topic, 0);

    readonly TempFolder _folder = new();

    public string DataFolder => _folder.Path;

    public string LogFolder => _folder["event-log"];

    public string File => _folder["event-log", "stocknow.db"];

    public EmbeddedEventLog Open(EventLogOptions? options = null, TimeProvider? clock = null, ILogger<EmbeddedEventLog>? logger = null,
        string? dataFolder = null, Func<string, string, Action, IDisposable>? watch = null) =>
        new(EmbeddedLogFolder.In(dataFolder ?? _folder.Path), ProductPipeline.Groups, options
        ?? new EventLogOptions { Durability = Durability.ProcessKill }, clock ?? TimeProvider.System, logger ?? NullLogger<EmbeddedEventLog>.Instance)
        {
            Watch = watch ?? Doorbell.Watch,
        };

    /// <summary>Makes the topic, and writes each value in a stored batch of its own.</summary>
    public async Task WriteAsync(params string[] values)
    {
        await using var log = Open();
        await WriteAsync(log, values);
    }

    public static async Task WriteAsync(EmbeddedEventLog log, params string[] values)
    {
        await log.EnsureTopicsAsync([Topic], default);
        await using var writer = await log.OpenWriterAsync("bench", default);
        foreach (var value in values)
        {
            writer.Produce(Topic, "key"u8, Encoding.UTF8.GetBytes(value));
            await writer.CommitAsync(default);
        }
    }

    /// <summary>Scans the whole partition as an audit does: what is damaged is noted and passed over.</summary>
    public static async Task<(List<(long Offset, string Value)> Records, List<DamagedRecordsException> Damaged)> ScanAsync(EmbeddedEventLog log,
        long? to = null)
    {
        var records = new List<(long, string)>();
        var damaged = new List<DamagedRecordsException>();
        var state = (await log.DescribeAsync(Topic, default)).SingleOrDefault();
        for (var next = state?.Start ?? 0; next < (to ?? state?.End ?? 0);)
        {
            try
            {
                await foreach (var batch in log.ScanAsync(Partition, next, to ?? state!.End, default))
                {
                    for (var i = 0; i < batch.Count; i++) records.Add((batch[i].Offset, Encoding.UTF8.GetString(batch[i].Value)));
                    next = batch.NextOffset;
                }
                break;
            }
            catch (DamagedRecordsException fault)
            {
                fault.Next.Should().BeGreaterThan(next, "a scan that continues after it must come to an end");
                damaged.Add(fault);
                next = fault.Next;
            }
        }
        return (records, damaged);
    }

    public void Sql(string sql) => LogFileSql.Execute(_folder.Path, sql);

    /// <summary>Opens the file for writing, as a stage does.</summary>
    public Task<LogFile> OpenFileAsync() => LogOpening.OpenAsync(LogFolder, Durability.ProcessKill, default);

    public void Dispose() => _folder.Dispose();
}
