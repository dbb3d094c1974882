using System.Net.Sockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Host.Answers;
using StockNow.Host.Configuration;
using StockNow.Host.Health;
using StockNow.Stages.Engines;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>Checks what a start would check, and asks event log, lake and engine for a sign of life; one line each.</summary>
internal static class ValidateCommand
{
    static readonly JsonSerializerOptions JsonOptions =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = PlainJsonEncoder.Instance };

    public static async Task<int> RunAsync(Setup setup, OutputFormat output, bool offline, CancellationToken stop)
    {
        if (FaultList.Printed(setup.Faults)) return ExitCodes.BadConfiguration;
        var checks = new CheckList(output == OutputFormat.Table ? Console.Out : TextWriter.Null);
        checks.Fine("configuration", "");
        checks.Fine("graph", string.Join(" -> ", setup.Plan.Stages));
        foreach (var stage in setup.Plan.Stages) checks.Note(stage, setup.Catalog[stage].Descriptor.Summary);
        foreach (var input in setup.Graph.InputsFromElsewhere()) checks.Note("note", $"no enabled stage writes '{input}'; another process or program must");
        foreach (var library in NativeLibraries.Missing(setup)) checks.Wrong("program", library);
        if (setup.Http.IsOn) CheckHttp(setup.Http.Address, checks);
        if (!offline) await CheckSeamsAsync(setup, checks, stop);
        if (output == OutputFormat.Json) Console.Out.Write(JsonSerializer.Serialize(new { Valid = checks.AreFine, checks.All }, JsonOptions) + "\n");
        return checks.AreFine ? ExitCodes.Done : ExitCodes.Failed;
    }

    static async Task CheckSeamsAsync(Setup setup, CheckList checks, CancellationToken stop)
    {
        var services = Composition.NewServices(setup);
        await using (services)
        {
            IReadOnlyList<string> advice = [];
            if (setup.UsesEventLog) await checks.AskAsync("event log", () => services.GetRequiredService<IEventLog>(), log => log.Description, async log =>
            {
                await log.DescribeAsync(TopicNames.Input, stop); // makes nothing, as a start would
                var use = setup.Graph.LogUse();
                await log.TryUseAsync(use, stop);
                advice = await log.AdviceAsync(use, stop);
                return await log.WarningsAsync(stop);
            });
            foreach (var one in advice) checks.Note("note", one); // nothing is hindered by it
            if (setup.UsesLake) await checks.AskAsync("lake", () => services.GetRequiredService<ILakeStore>(), lake => lake.Description, async lake =>
            {
                await LakeProbe.CheckAsync(lake, stop);
                return [];
            });
            if (setup.UsesEngine)
                await checks.AskAsync("engine", () => services.GetRequiredService<IAnalysisEngine>(), engine => engine.Description, async engine =>
            {
                await engine.PingAsync(stop);
                return [];
            });
        }
    }

    static void CheckHttp(HttpAddress address, CheckList checks)
    {
        try
        {
            using var listener = new TcpListener(address.Addresses[0], address.Port) { ExclusiveAddressUse = true };
            listener.Start();
            checks.Fine("http", address.ToString());
        }
        catch (SocketException fault)
        {
            checks.Warn("http", $"{address} cannot be served: {fault.Message}. The stages would run without. Set Http:Url to another port, unless a StockNow "
                + "that runs already serves it.");
        }
        if (address.IsForEveryone) checks.Note("http", "everyone who reaches this machine can read the stages' faults there, with paths and broker names");
    }
}
