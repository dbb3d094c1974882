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
            var reads = setup.Graph.Topics().Count > 0;
            var isFine = !reads || await CheckAsync("event log", services.GetRequiredService<IEventLog>().Description,
                () => services.GetRequiredService<IEventLog>().EnsureTopicsAsync([], stop));
            if (reads && isFine) isFine = await HasNoWarningsAsync(services.GetRequiredService<IEventLog>(), stop);
            isFine &= await CheckAsync("lake", services.GetRequiredService<ILakeStore>().Description, () => LakeProbe.CheckAsync(services.GetRequiredService<ILakeStore>(), stop));
            isFine &= await CheckAsync("engine", services.GetRequiredService<IAnalysisEngine>().Description, () => services.GetRequiredService<IAnalysisEngine>().PingAsync(stop));
            return isFine ? ExitCodes.Done : ExitCodes.Failed;
        }
    }

    // What hangs there does not stop a start, and yet somebody has to look after it.
    static async Task<bool> HasNoWarningsAsync(IEventLog log, CancellationToken stop)
    {
        var warnings = await log.WarningsAsync(stop);
        foreach (var warning in warnings) Console.WriteLine($"NO  {"event log",-14} {warning}");
        return warnings.Count == 0;
    }

    static async Task<bool> CheckAsync(string what, string description, Func<Task> ping)
    {
        try
        {
            await ping();
            Console.WriteLine($"ok  {what,-14} {description}");
            return true;
        }
        catch (Exception fault) when (fault is EventLogException or LakeException or EngineException or UnrecoverableException)
        {
            Console.WriteLine($"NO  {what,-14} {fault.Message}");
            return false;
        }
    }
}
