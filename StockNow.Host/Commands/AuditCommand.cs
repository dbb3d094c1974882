using Microsoft.Extensions.DependencyInjection;
using StockNow.Host.Answers;
using StockNow.Host.Display;
using StockNow.Stages.AlertFilter;
using StockNow.Stages.Audit;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake.Proof;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>Proves that nothing is lost and nothing is there twice.</summary>
internal static class AuditCommand
{
    public static Task<int> RunAsync(Setup setup, OutputFormat output, bool deep, bool values, CancellationToken stop) =>
        SeamCommand.RunAsync(setup, async services =>
        {
            var report = await CommandProgress.ShowAsync(progress => ReportAsync(services, deep, values, progress, stop));
            var place = AuditPlace.Of(services);
            if (output == OutputFormat.Json) Console.Out.Write(AuditText.Json(place, report));
            else Verdict.Write(AuditText.Table(place, report), report.IsClean && !report.IsEmpty);
            return ExitCodeOf(report);
        });

    /// <summary>The audit; of an event log that cannot be opened, the damage is what it finds.</summary>
    internal static async Task<AuditReport> ReportAsync(IServiceProvider services, bool deep, bool values, Action<Progress>? progress, CancellationToken stop)
    {
        var auditor = new Auditor(services.GetRequiredService<IEventLogInspector>(), services.GetRequiredService<LakeVerification>(),
            services.GetRequiredService<ConsumerGroups>(),
                services.GetRequiredService<AlertFilterOptions>(), services.GetRequiredService<PipelineOptions>().ReadingLimits,
                services.GetRequiredService<TimeProvider>());
        try { return await auditor.RunAsync(deep, values, progress, stop); }
        catch (DamagedLogException damaged) { return auditor.ReportOf(damaged); }
    }

    internal static int ExitCodeOf(AuditReport report) => report.IsEmpty ? ExitCodes.NothingToAudit : report.IsClean ? ExitCodes.Done : ExitCodes.AuditFailed;
}
