using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Spectre.Console;
using StockNow.Host.Answers;
using StockNow.Host.Configuration;
using StockNow.Host.Dashboard;
using StockNow.Host.Health;
using StockNow.Stages.AlertHandler;
using StockNow.Stages.Analysis;
using StockNow.Stages.Engines;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>Runs the enabled stages until they are done or somebody asks for the end.</summary>
internal static class RunCommand
{
    public static async Task<int> RunAsync(Setup setup, OutputFormat output)
    {
        if (setup.Faults.Count > 0)
        {
            await Console.Error.WriteAsync(FaultList.Text(setup.Faults));
            return ExitCodes.BadConfiguration;
        }

        var isLive = Terminal.IsLive();
        var builder = Composition.NewHost(setup);
        var services = builder.Services;
        services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan); // each stage has its own limit, see PipelineLifetime
        services.Configure<ConsoleLifetimeOptions>(console => console.SuppressStatusMessages = true);
        var answers = new AnswersOutput(output, setup.Analysis.TimeZone, isLive ? new AbovePicture(AnsiConsole.Console) : Console.Error);
        services.AddSingleton<IAnswersOutput>(answers);
        services.AddSingleton<RecentReports>();
        if (isLive) services.AddLiveDashboard(AnsiConsole.Console, Console.Error, provider => provider.GetRequiredService<RecentReports>().Latest);
        else services.AddPlainLog().AddHostedService<ReportLog>();
        services.AddHealth(setup.Http);
        services.AddStages(setup.Catalog, setup.Plan);

        var host = builder.Build();
        await using var disposal = (IAsyncDisposable)host;
        var lifetime = host.Services.GetRequiredService<PipelineLifetime>();
        using var signals = new StopSignals(lifetime);
        await Console.Error.WriteLineAsync(BannerOf(setup, host.Services).ToString());
        try
        {
            await host.StartAsync();
            await host.WaitForShutdownAsync();
            answers.Write(lifetime.Fault is null && setup.Plan.UntilDrained ? await TotalsAsync(host.Services) : null, Console.Out, isLive ? AnsiConsole.Console.Profile.Width : 80, isLive);
        }
        catch (Exception fault) when (fault is UnrecoverableException or EventLogException or LakeException or EngineException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return ExitCodes.Failed;
        }
        if (lifetime.Fault is null) return ExitCodes.Done;
        await Console.Error.WriteLineAsync(lifetime.Fault);
        return ExitCodes.Failed;
    }

    // The run has done its work, whether or not it can be counted.
    static async Task<Totals?> TotalsAsync(IServiceProvider services)
    {
        try { return await TotalsCount.OfAsync(services, CancellationToken.None); }
        catch (EventLogException fault)
        {
            await Console.Error.WriteLineAsync($"All is handled, but what there is in all cannot be counted now: {fault.Message}");
            return null;
        }
    }

    public static Banner BannerOf(Setup setup, IServiceProvider services) => new(
        setup.Plan, setup.Pipeline, services.GetRequiredService<IEventLog>().Description, services.GetRequiredService<ILakeStore>().Description,
        services.GetRequiredService<IAnalysisEngine>().Description, setup.Http);
}
