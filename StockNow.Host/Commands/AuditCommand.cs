using Microsoft.Extensions.DependencyInjection;
using StockNow.Host.Answers;
using StockNow.Stages.AlertFilter;
using StockNow.Stages.Audit;
using StockNow.Stages.Lake.Intents;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>Proves that nothing is lost and nothing is there twice.</summary>
internal static class AuditCommand
{
    public static Task<int> RunAsync(Setup setup, OutputFormat output, CancellationToken stop) => SeamCommand.RunAsync(setup, async services =>
    {
        var auditor = new Auditor(services.GetRequiredService<IEventLogInspector>(), services.GetRequiredService<LakeVerification>(),
            services.GetRequiredService<AlertFilterOptions>(), setup.Pipeline, services.GetRequiredService<TimeProvider>());
        var report = await CommandProgress.ShowAsync(progress => auditor.RunAsync(progress, stop));
        Console.Out.Write(output == OutputFormat.Json ? AuditText.Json(report) : AuditText.Table(report));
        return report.IsClean ? ExitCodes.Done : ExitCodes.AuditFailed;
    });
}
