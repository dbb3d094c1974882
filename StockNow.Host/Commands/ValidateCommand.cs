using Microsoft.Extensions.DependencyInjection;
using StockNow.Host.Configuration;
using StockNow.Stages.Engines;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>Checks what a start would check, and asks event log, lake and engine for a sign of life; one line each.</summary>
internal static class ValidateCommand
{
    public static async Task<int> RunAsync(Setup setup, bool offline, CancellationToken stop)
    {
        if (setup.Faults.Count > 0)
        {
            await Console.Error.WriteAsync(FaultList.Text(setup.Faults));
            return ExitCodes.BadConfiguration;
        }
        Console.WriteLine("ok  configuration");
        Console.WriteLine($"ok  graph          {string.Join(" -> ", setup.Plan.Stages)}");
        foreach (var stage in setup.Plan.Stages) Console.WriteLine($"    {stage,-14} {setup.Catalog[stage].Descriptor.Summary}");
        foreach (var input in setup.Graph.InputsFromElsewhere()) Console.WriteLine($"    note           no enabled stage writes '{input}'; another process or program must");
        if (offline) return ExitCodes.Done;

        var services = Composition.NewServices(setup);
        await using (services)
        {
            var log = services.GetRequiredService<IEventLog>();
            var lake = services.GetRequiredService<ILakeStore>();
            var engine = services.GetRequiredService<IAnalysisEngine>();
            var isFine = setup.Graph.Topics().Count == 0 || await CheckAsync("event log", log.Description, async () =>
            {
                await log.EnsureTopicsAsync([], stop);
                return await log.WarningsAsync(stop);
            });
            isFine &= await CheckAsync("lake", lake.Description, async () =>
            {
                await LakeProbe.CheckAsync(lake, stop);
                return [];
            });
            isFine &= await CheckAsync("engine", engine.Description, async () =>
            {
                await engine.PingAsync(stop);
                return [];
            });
            return isFine ? ExitCodes.Done : ExitCodes.Failed;
        }
    }

    // What a start would not stop at, yet somebody must look at, fails the check too: an operator reads the exit code before the lines.
    static async Task<bool> CheckAsync(string what, string description, Func<Task<IReadOnlyList<string>>> look)
    {
        try
        {
            var warnings = await look();
            Console.WriteLine($"ok  {what,-14} {description}");
            foreach (var warning in warnings) Console.WriteLine($"!!  {what,-14} {warning}");
            return warnings.Count == 0;
        }
        catch (Exception fault) when (fault is EventLogException or LakeException or EngineException or UnrecoverableException)
        {
            Console.WriteLine($"NO  {what,-14} {fault.Message}");
            return false;
        }
    }
}
