using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using StockNow.Contracts.Topics;
using StockNow.Host.Answers;
using StockNow.Host.Display;
using StockNow.Host.Health;
using StockNow.Host.Shelves;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>Says how the pipeline stands: it asks the running process where that serves health, and reads the event log and the lake in any case.</summary>
internal static class StatusCommand
{
    static readonly (string What, string Topic)[] Topics =
        [("readings", TopicNames.Input), ("alerts", TopicNames.Alerts), ("reports", TopicNames.MissingProducts)];

    public static Task<int> RunAsync(Setup setup, OutputFormat output, CancellationToken stop) => SeamCommand.RunAsync(setup, async services =>
    {
        var log = services.GetRequiredService<IEventLog>();
        if ((await log.DescribeAsync(TopicNames.Input, stop)).Count == 0)
        {
            await Console.Error.WriteLineAsync($"There is nothing yet: {log.Description} has no topic {TopicNames.Input}. Are DataFolder and EventLog:Kind "
                + "right?");
            return ExitCodes.NothingToAudit;
        }
        var status = await LookAsync(setup, services, log, stop);
        Console.Out.Write(output == OutputFormat.Json ? StatusText.Json(status) : StatusText.Table(status, ZoneTime.Of(setup.Analysis.TimeZone)));
        return ExitCodes.Done;
    });

    static async Task<StatusReport> LookAsync(Setup setup, IServiceProvider services, IEventLog log, CancellationToken stop)
    {
        var records = new List<KeyValuePair<string, long>>();
        foreach (var (what, topic) in Topics) records.Add(new(what, await log.CountAsync(topic, stop)));
        var letters = await DeadLetterMark.PartitionsAsync(log, stop);
        var files = await services.GetRequiredService<IPublishedFiles>().ListAsync(stop);
        var lag = await new LagSource(new RunPlan(setup.Catalog.Names, UntilDrained: false), setup.Catalog.Groups, log).LagByStageAsync(stop);
        var shelves = new ShelfReader(log, setup.Pipeline.ReadingLimits);
        await shelves.ReadAsync(stop);
        var address = setup.Http.IsOn ? HealthQuestion.AddressOf(setup.Http) : null;
        return new StatusReport(AuditPlace.Of(services), await RunningAsync(setup.Http, stop), address, records,
            letters.Sum(partition => partition.End - partition.Start), files.Sum(file => file.Rows), files.Count, lag, shelves.Picture);
    }

    static async Task<HealthReport?> RunningAsync(HttpOptions http, CancellationToken stop)
    {
        if (!http.IsOn) return null;
        try { return await HealthQuestion.AskAsync(http, stop); }
        catch (Exception fault) when (fault is HttpRequestException or JsonException || fault is OperationCanceledException && !stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
