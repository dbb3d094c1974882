using Microsoft.Extensions.DependencyInjection;
using StockNow.Host.Display;
using StockNow.Stages.Audit;
using StockNow.Stages.Base;
using StockNow.Stages.Storage;

namespace StockNow.Host.Commands;

/// <summary>Stores again what is gone from the lake and still in the event log.</summary>
internal static class LakeRepairCommand
{
    public static Task<int> RunAsync(Setup setup, CancellationToken stop) => SeamCommand.RunAsync(setup, async services =>
    {
        var repair = await CommandProgress.ShowAsync(progress => ActivatorUtilities.CreateInstance<LakeRepair>(services).RunAsync(
            (chain, done) => progress(new Progress($"looking at the files of {chain.Partition}", done, null)), stop));
        Console.Out.WriteLine($"Looked at {Plural.Of(repair.Ranges, "range")}: {Plural.Of(repair.Files, "file")} stored again.");
        foreach (var fault in repair.Faults) Console.Out.WriteLine($"  !! {PeopleText.OneLine(fault)}");
        return repair.Faults.Count > 0 ? ExitCodes.Failed : repair.Ranges == 0 ? ExitCodes.NothingToAudit : ExitCodes.Done;
    });
}
