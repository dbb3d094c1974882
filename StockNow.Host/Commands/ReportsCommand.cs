using Microsoft.Extensions.DependencyInjection;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Host.Answers;
using StockNow.Host.Display;
using StockNow.Host.Reports;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>Shows the last missing-product reports, and with <c>--follow</c> those that come.</summary>
internal static class ReportsCommand
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static Task<int> RunAsync(Setup setup, OutputFormat output, int last, bool follows, CancellationToken stop) =>
        SeamCommand.RunAsync(setup, async services =>
        {
            var log = services.GetRequiredService<IEventLog>();
            var history = new ReportHistory(log, new ReportFilter(setup.Analysis.Store, setup.Analysis.Product));
            var first = await history.LastAsync(last, stop);
            if (!history.IsThere && !follows)
            {
                await Console.Error.WriteLineAsync($"There are no reports: {log.Description} has no topic {TopicNames.MissingProducts}. Are DataFolder and "
                    + "EventLog:Kind right?");
                return ExitCodes.NothingToAudit;
            }
            var form = Form(output, ZoneTime.Of(setup.Analysis.TimeZone), first);
            using var result = new ResultStream();
            try
            {
                if (first.Count > 0 || follows) form.Begin(result.Writer);
                Show(first, form, result.Writer);
                while (follows && !ResultStream.IsClosed)
                {
                    await Task.Delay(Pause, services.GetRequiredService<TimeProvider>(), stop);
                    Show(await history.NewAsync(stop), form, result.Writer);
                }
            }
            catch (IOException) when (ResultStream.IsClosed) { return ExitCodes.Done; } // who read has seen enough
            if (first.Count == 0 && !follows) await Console.Error.WriteLineAsync($"No reports{Asked(setup)} in {log.Description}.");
            if (history.Unread > 0)
                await Console.Error.WriteLineAsync($"{PeopleText.Count(history.Unread, "record")} of {TopicNames.MissingProducts} cannot be read as reports "
                    + "and were left out.");
            return ExitCodes.Done;
        });

    static void Show(IReadOnlyList<MissingProductReport> reports, IReportOutput form, TextWriter to)
    {
        foreach (var report in reports) form.Write(report, to);
        to.Flush();
    }

    static IReportOutput Form(OutputFormat output, ZoneTime time, IReadOnlyList<MissingProductReport> first) => output switch
    {
        OutputFormat.Json => new ReportJson(),
        OutputFormat.Csv => new ReportCsv(),
        _ => new ReportTable(time, first),
    };

    static string Asked(Setup setup) =>
        (setup.Analysis.Store is { } store ? $" of store '{PeopleText.Name(store)}'" : "")
        + (setup.Analysis.Product is { } product ? $" of product '{PeopleText.Name(product)}'" : "");
}
