using Microsoft.Extensions.DependencyInjection;
using StockNow.Host.Display;
using StockNow.Stages.Audit;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Storage;

namespace StockNow.Host.Commands;

/// <summary>Stores again what is gone from the lake and still in the event log, and records as lost what is in neither, where an operator says so.</summary>
internal static class LakeRepairCommand
{
    /// <param name="setup">The configuration.</param>
    /// <param name="acceptLoss">Why lost ranges are accepted as lost; null to report them only.</param>
    /// <param name="stop">Ends the work.</param>
    public static Task<int> RunAsync(Setup setup, string? acceptLoss, CancellationToken stop) => SeamCommand.RunAsync(setup, async services =>
    {
        if (acceptLoss is not null && string.IsNullOrWhiteSpace(acceptLoss))
        {
            await Console.Error.WriteLineAsync("Say why the loss is accepted: --accept-loss \"the broker's disk failed on 3 March\". The audit repeats it.");
            return ExitCodes.BadConfiguration;
        }
        var repair = await CommandProgress.ShowAsync(progress => ActivatorUtilities.CreateInstance<LakeRepair>(services).RunAsync(
            (chain, done) => progress(new Progress($"looking at the files of {chain.Partition}", done, null)), stop));
        Console.Out.WriteLine($"Looked at {Plural.Of(repair.Ranges, "range")}: {Plural.Of(repair.Files, "file")} stored again.");
        foreach (var fault in repair.Faults) Console.Out.WriteLine($"  !! {PeopleText.OneLine(fault)}");
        if (acceptLoss is null)
            foreach (var range in repair.Lost) Console.Out.WriteLine($"  !! {PeopleText.OneLine(range.Fault)}");
        else if (repair.Lost.Count > 0)
        {
            await services.GetRequiredService<TableRepair>().AcceptAsync(repair.Lost, acceptLoss, stop);
            foreach (var range in repair.Lost) Console.Out.WriteLine($"  Accepted as lost: {Plural.Of(range.Rows, "row")} of {range.Intent}.");
        }
        return repair.Faults.Count > 0 || (acceptLoss is null && repair.Lost.Count > 0) ? ExitCodes.Failed
            : repair.Ranges == 0 ? ExitCodes.NothingToAudit : ExitCodes.Done;
    });
}
