using Microsoft.Extensions.DependencyInjection;
using StockNow.Contracts.Topics;
using StockNow.Host.Answers;
using StockNow.Host.Display;
using StockNow.Stages.Audit;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Proof;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>Proves the lake alone: its chains, its files and their rows.</summary>
internal static class LakeVerifyCommand
{
    public static Task<int> RunAsync(Setup setup, OutputFormat output, bool deep, CancellationToken stop) => SeamCommand.RunAsync(setup, async services =>
    {
        var lake = services.GetRequiredService<ILakeStore>().Description;
        // What the writer has committed to the event log, where there is one, tells a file or a range that is missing from one that is still on its way.
        var (log, unasked) = await LogBeside.AskAsync(services.GetRequiredService<IEventLog>(), stop);
        var report = await CommandProgress.ShowAsync(progress => services.GetRequiredService<LakeVerification>().RunAsync(
            new LakeProof
            {
                Deep = deep,
                PublishedTo = chain => chain.Cluster == log.Identity ? log.Stored.GetValueOrDefault(chain.Partition.Partition) : 0,
                Progress = (done, of) => progress(new Progress("verifying files of the lake", (double)done / of, null)),
            }, stop));
        var missing = await log.FindLostRangesAsync(new LakeOfLog(log.Identity, report).Chains, stop);
        if (output == OutputFormat.Json) Console.Out.Write(LakeReportText.Json(lake, report, missing, unasked));
        else Verdict.Write(LakeReportText.Table(lake, report, missing, unasked), report.Findings.Count + missing.Count == 0 && report.Chains.Count > 0);
        return report.Findings.Count + missing.Count > 0 ? ExitCodes.AuditFailed : report.Chains.Count == 0 ? ExitCodes.NothingToAudit : ExitCodes.Done;
    });

    /// <summary>The event log that the lake should be of, as far as it is there: a lake can be proven without.</summary>
    sealed record LogBeside(string Identity, IEventLog? Log, IReadOnlyDictionary<int, long> Stored)
    {
        public async Task<IReadOnlyList<AuditFinding>> FindLostRangesAsync(IReadOnlyDictionary<TopicPartition, ChainSummary> chains, CancellationToken stop) =>
            Log is null ? [] : await LostRanges.FindAsync(Log, await Log.DescribeAsync(TopicNames.Input, stop), chains, Stored, stop);

        public static async Task<(LogBeside Log, string? Unasked)> AskAsync(IEventLog log, CancellationToken stop)
        {
            try
            {
                var identity = await log.IdentityAsync(TopicNames.Input, stop);
                var found = new LogBeside(identity, log, await log.CommittedAsync(GroupNames.Storage, TopicNames.Input, stop));
                return (found, identity.Length > 0 ? null : $"there is no event log to compare the lake with ({log.Description})");
            }
            catch (Exception fault) when (fault is EventLogException or UnrecoverableException)
            {
                return (new LogBeside("", null, new Dictionary<int, long>()), $"the event log could not be compared with the lake. {fault.Message}");
            }
        }
    }
}
