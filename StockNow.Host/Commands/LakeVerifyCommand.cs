using Microsoft.Extensions.DependencyInjection;
using StockNow.Contracts.Topics;
using StockNow.Host.Answers;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake.Intents;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>Proves the lake alone: its chains, its files and their rows.</summary>
internal static class LakeVerifyCommand
{
    public static Task<int> RunAsync(Setup setup, OutputFormat output, CancellationToken stop) => SeamCommand.RunAsync(setup, async services =>
    {
        var verification = services.GetRequiredService<LakeVerification>();
        // What the writer has committed to the event log, where there is one, tells a file that is missing from one that is still on its way.
        var log = services.GetRequiredService<IEventLogInspector>();
        var cluster = await log.IdentityAsync(TopicNames.Input, stop);
        var published = await log.CommittedAsync(GroupNames.Storage, TopicNames.Input, stop);
        var report = await CommandProgress.ShowAsync(progress => verification.RunAsync(
            (done, of) => progress(new Progress("verifying files of the lake", (double)done / of, null)), chain => chain.Cluster == cluster ? published.GetValueOrDefault(chain.Partition.Partition) : 0, stored: null, stop));
        Console.Out.Write(output == OutputFormat.Json ? LakeReportText.Json(report) : LakeReportText.Table(report));
        return report.Findings.Count == 0 ? ExitCodes.Done : ExitCodes.AuditFailed;
    });
}
