using StockNow.Host.Configuration;
using StockNow.Stages.Base;
using StockNow.Stages.Engines;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>What commands that use the seams without running a stage have in common.</summary>
internal static class SeamCommand
{
    public static async Task<int> RunAsync(Setup setup, Func<IServiceProvider, Task<int>> work)
    {
        if (FaultList.Printed(setup.Faults)) return ExitCodes.BadConfiguration;
        var services = Composition.NewServices(setup);
        await using (services)
        {
            try { return await work(services); }
            catch (Exception fault) when (fault is EventLogException or LakeException or EngineException or UnrecoverableException)
            {
                await Console.Error.WriteLineAsync(fault.Message);
                return ExitCodes.Failed;
            }
        }
    }
}
