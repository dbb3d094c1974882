using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spectre.Console;
using StockNow.Host.Answers;
using StockNow.Host.Configuration;
using StockNow.Host.Dashboard;
using StockNow.Host.Display;
using StockNow.Host.Health;
using StockNow.Stages.AlertHandler;
using StockNow.Stages.Analysis;
using StockNow.Stages.Engines;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>Runs the enabled stages until they are done or somebody asks for the end.</summary>
internal static partial class RunCommand
{
    /// <param name="setup">The checked configuration.</param>
    /// <param name="output">How answers and totals are shown.</param>
    /// <param name="isQuiet">Whether only answers, totals and faults are written.</param>
    public static async Task<int> RunAsync(Setup setup, OutputFormat output, bool isQuiet)
    {
        if (FaultList.Printed(setup.Faults)) return ExitCodes.BadConfiguration;
        if (NativeLibraries.Missing(setup) is { Count: > 0 } missing)
        {
            foreach (var library in missing) await Console.Error.WriteLineAsync(library);
            return ExitCodes.Failed;
        }

        var isLive = !isQuiet && Terminal.IsLive();
        var builder = Composition.NewHost(setup);
        var services = builder.Services;
        services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = Timeout.InfiniteTimeSpan; // each stage has its own limit, see PipelineLifetime
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore; // pictures say themselves that they are no more
        });
        services.AddSingleton<IHostLifetime, NoSignals>(); // instead of one that would stop the start before it is known why
        var panel = new AnswersPanel();
        var glances = isLive ? panel : isQuiet ? TextWriter.Null : Console.Error;
        var answers = new AnswersOutput(output, setup.Analysis.ToSelection(), glances);
        services.AddSingleton<IAnswersOutput>(answers);
        services.AddSingleton<RecentReports>();
        if (isLive) services.AddLiveDashboard(AnsiConsole.Console, Console.Error, panel, ZoneTime.Of(setup.Analysis.TimeZone), setup.UsesEventLog);
        else if (isQuiet) services.AddLineLog();
        else services.AddPlainLog().AddHostedService<ReportPrinter>();
        services.AddHealth(setup.Http);
        services.AddStages(setup.Catalog, setup.Plan);

        var host = builder.Build();
        await using var disposal = (IAsyncDisposable)host;
        var lifetime = host.Services.GetRequiredService<PipelineLifetime>();
        using var signals = new StopSignals(lifetime, host.Services.GetRequiredService<IHostApplicationLifetime>());
        try
        {
            if (!isQuiet) await Console.Error.WriteLineAsync(Screen.Fit(BannerOf(setup, host.Services).ToString()) + (isLive ? Environment.NewLine : ""));
            await host.StartAsync();
        }
        catch (Exception fault)
        {
            await CloseAsync(host);
            return await NotStartedAsync(fault, signals, host.Services.GetRequiredService<ILogger<Setup>>());
        }
        await host.WaitForShutdownAsync();

        var count = new TotalsCount(setup.Catalog, host.Services);
        var deadLetters = count.DeadLettersOfThisRun();
        var totals = lifetime.Fault is null && setup.Plan.UntilDrained ? await TotalsAsync(count, setup.UsesLake) : null;
        answers.Write(totals, deadLetters, Console.Out, isLive ? AnsiConsole.Console.Profile.Width : 80, isLive);
        if (deadLetters > 0) await Console.Error.WriteLineAsync(Screen.Fit(DeadLettersLine(deadLetters)));
        if (lifetime.Fault is null) return ExitCodes.Done;
        await Console.Error.WriteLineAsync(PeopleText.Lines(lifetime.Fault));
        return ExitCodes.Failed;
    }

    /// <summary>What a run says at its end that met records which no stage could make sense of.</summary>
    public static string DeadLettersLine(long count) =>
        $"{PeopleText.Count(count, "record")} could not be processed and {(count == 1 ? "is a dead letter" : "are dead letters")}. `stocknow dead-letters "
        + "list`, with the same settings, shows why.";

    public static Banner BannerOf(Setup setup, IServiceProvider services) => new(
        setup.Plan, setup.Pipeline,
        setup.UsesEventLog ? services.GetRequiredService<IEventLog>().Description : null,
        setup.UsesLake ? services.GetRequiredService<ILakeStore>().Description : null,
        setup.UsesEngine ? services.GetRequiredService<IAnalysisEngine>().Description : null, setup.Http);

    // The picture is closed first: it would be drawn over what is said.
    static async Task CloseAsync(IHost host)
    {
        try { await host.StopAsync(); }
        catch (Exception)
        {
            // The fault of the start is the news.
        }
    }

    static async Task<int> NotStartedAsync(Exception fault, StopSignals signals, ILogger log)
    {
        StartFailed(log, fault);
        if (signals.ExitCode is { } code)
        {
            await Console.Error.WriteLineAsync("Stopped before the stages were running; nothing was lost.");
            return code;
        }
        await Console.Error.WriteLineAsync(PeopleText.Lines(FaultSentence.Of(fault)));
        return ExitCodes.Failed;
    }

    // The run has done its work, whether or not it can be counted.
    static async Task<RunTotals?> TotalsAsync(TotalsCount count, bool usesLake)
    {
        try { return await count.CountAsync(usesLake, CancellationToken.None); }
        catch (Exception fault) when (fault is EventLogException or LakeException)
        {
            await Console.Error.WriteLineAsync($"The run is complete, but the totals are unavailable: {fault.Message}");
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "The start failed")]
    static partial void StartFailed(ILogger logger, Exception fault);
}
