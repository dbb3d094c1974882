using Microsoft.Extensions.DependencyInjection;
using StockNow.Host.Answers;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake.Intents;

namespace StockNow.Host.Commands;

/// <summary>Proves the lake alone: its chains, its files and their rows.</summary>
internal static class LakeVerifyCommand
{
    public static Task<int> RunAsync(Setup setup, OutputFormat output, CancellationToken stop) => SeamCommand.RunAsync(setup, async services =>
    {
        var verification = services.GetRequiredService<LakeVerification>();
        var report = await CommandProgress.ShowAsync(progress => verification.RunAsync(
            (done, of) => progress(new Progress("verifying files of the lake", (double)done / of, null)), stored: null, stop));
        Console.Out.Write(output == OutputFormat.Json ? LakeReportText.Json(report) : LakeReportText.Table(report));
        return report.Findings.Count == 0 ? ExitCodes.Done : ExitCodes.AuditFailed;
    });
}
