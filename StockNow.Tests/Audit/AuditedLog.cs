using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Engines.DuckDb;
using StockNow.Stages.AlertFilter;
using StockNow.Stages.AlertHandler;
using StockNow.Stages.Audit;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake.Proof;
using StockNow.Stages.Lake.Rows.Parquet;
using StockNow.Stages.Lake.Store.Local;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Stages.Telemetry;
using StockNow.Tests.Support;

namespace StockNow.Tests.Audit;

/// <summary>An event log that the real filter and handler work on step by step, and its audit. Each step is one stored batch per partition.</summary>
sealed class AuditedLog : IAsyncDisposable
{
    readonly TempFolder _folder = new();
    readonly EmbeddedEventLog _log;

    readonly ConsumerGroups _groups;

    AuditedLog(int partitions, ConsumerGroups groups) =>
        (_groups, _log) = (groups, new(EmbeddedLogFolder.In(_folder.Path), groups,
        new EventLogOptions { Partitions = partitions, Durability = Durability.ProcessKill },
        TimeProvider.System, NullLogger<EmbeddedEventLog>.Instance));

    /// <param name="partitions">Of each topic.</param>
    /// <param name="groups">The consumer groups; those of the product when null.</param>
    public static async Task<AuditedLog> MakeAsync(int partitions, ConsumerGroups? groups = null)
    {
        var made = new AuditedLog(partitions, groups ?? ProductPipeline.Groups);
        await made._log.EnsureTopicsAsync([.. made._groups.Topics], default);
        return made;
    }

    public EmbeddedEventLog Log => _log;

    public static string Reading(string sensor, string product = "GTA6", bool alert = true, int pad = 0) =>
        $$"""{"sensor_id":"{{sensor}}","timestamp":"2025-07-05T13:52:00Z","product_id":"{{product}}","quantity":3,"threshold":5,"location":{"store":"paris-12","lat":48.85,"lon":2.34},"alert":{{(alert ? "true" : "false")}}{{(pad > 0 ? $",\"pad\":\"{new string('x', pad)}\"" : "")}}}""";

    public async Task SendAsync(string topic, string key, string value, HeaderWriter? headers = null)
    {
        await using var writer = await _log.OpenWriterAsync("test", default);
        writer.Produce(topic, Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(value), headers);
        await writer.CommitAsync(default);
    }

    public async Task FilterAsync(int maxReadingBytes = ReadingLimits.DefaultMaxBytes)
    {
        using var metrics = new StageMetrics(StageNames.AlertFilter);
        await WorkAsync(GroupNames.AlertFilter, TopicNames.Input,
            new AlertFilterProcessor(AlertRuleKind.Flag, ReadingLimits.Default with { MaxBytes = maxReadingBytes }, metrics));
    }

    public async Task HandleAsync(int maxReadingBytes = ReadingLimits.DefaultMaxBytes)
    {
        using var metrics = new StageMetrics(StageNames.AlertHandler);
        using var handler = new AlertHandlerProcessor(new AlertHandlerOptions(), ReadingLimits.Default with { MaxBytes = maxReadingBytes }, new RecentReports(),
            metrics);
        await WorkAsync(GroupNames.AlertHandler, TopicNames.Alerts, handler);
    }

    public Task<long> ReplayAsync(bool again = false) =>
        new DeadLetterReplay(_log, ProductPipeline.Groups, ReadingLimits.Default with { MaxBytes = 2 * ReadingLimits.DefaultMaxBytes })
        .RunAsync(again, _ => { }, _ => { }, default);

    public Task<AuditReport> AuditAsync() => AuditAsync(_log, _folder["lake"], groups: _groups);

    public async Task<IReadOnlyList<string>> FindingsAsync() => FindingsOf(await AuditAsync());

    /// <summary>Audits a log and a local lake.</summary>
    public static async Task<AuditReport> AuditAsync(IEventLogInspector log, string lakeFolder, bool deep = false, ConsumerGroups? groups = null)
    {
        using var values = new DuckDbValueReader(new DuckDbOptions());
        var lake = new LakeVerification(new LocalLakeStore(lakeFolder, TimeProvider.System), new ParquetReadingFormat(), values);
        return await new Auditor(log, lake, groups ?? ProductPipeline.Groups, new AlertFilterOptions(), ReadingLimits.Default, TimeProvider.System)
            .RunAsync(deep, values: deep, null, default);
    }

    public static IReadOnlyList<string> FindingsOf(AuditReport report) => [.. report.Findings.Select(finding => $"{finding.Where}: {finding.What}")];

    /// <summary>As retention does: takes stored batches from a partition's start, but never the last one.</summary>
    public void Cut(string topic, int partition, long before) => Sql($"""
        DELETE FROM batch WHERE topic = '{topic}' AND partition = {partition} AND base_offset < {before}
        AND base_offset < (SELECT max(base_offset) FROM batch WHERE topic = '{topic}' AND partition = {partition});
        INSERT OR REPLACE INTO retention SELECT topic, partition, min(base_offset) FROM batch WHERE topic = '{topic}' AND partition = {partition} GROUP BY topic, partition;
        """);

    /// <summary>As a fault does: takes the stored batch that holds an offset.</summary>
    public void Lose(string topic, int partition, long offset) =>
        Sql($"DELETE FROM batch WHERE topic = '{topic}' AND partition = {partition} AND base_offset = {offset}");

    public async ValueTask DisposeAsync()
    {
        await _log.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Works on a topic with the processor of a stage until it is drained.</summary>
    public async Task WorkAsync(string group, string topic, IRecordProcessor processor) =>
        await ProcessingLoop.RunAsync(_log, group, topic, [], processor, new StageSignals(new CancellationToken(canceled: true), default));

    public void Sql(string sql) => LogFileSql.Execute(_folder.Path, sql);
}
