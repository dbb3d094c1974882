using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Spectre.Console;
using StockNow.Host.Display;
using StockNow.Host.Shelves;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;

namespace StockNow.Host.Dashboard;

/// <summary>Adds the live picture, or plain log lines. Add it before the stages: what starts first stops last, and so shows how they ended.</summary>
/// <remarks>
/// Needs <see cref="RunPlan"/>, <see cref="PipelineOptions"/>, <see cref="ILagSource"/>, <see cref="TimeProvider"/> and each stage's
/// <see cref="StageMetrics"/> and <see cref="StageStatus"/>.
/// </remarks>
internal static class DashboardRegistration
{
    // A picture must not stand still over a slow answer; a line every ten seconds has the time.
    static readonly TimeSpan LiveWindow = TimeSpan.FromSeconds(5), LiveTimeout = TimeSpan.FromMilliseconds(100), SummaryTimeout = TimeSpan.FromSeconds(2);

    /// <summary>Draws the pipeline on a terminal; the log goes into the picture.</summary>
    /// <param name="services">The services.</param>
    /// <param name="console">The terminal.</param>
    /// <param name="error">Takes the log before and after the picture.</param>
    /// <param name="answers">Keeps the last answers.</param>
    /// <param name="zone">Writes the times.</param>
    /// <param name="showsShelves">Whether there is an event log to read the shelves from.</param>
    public static IServiceCollection AddLiveDashboard(
        this IServiceCollection services, IAnsiConsole console, TextWriter error, AnswersPanel answers, ZoneTime zone, bool showsShelves = true)
    {
        services.AddLogging(logging => logging.ClearProviders());
        services.AddSingleton(provider => new LogPanel(provider.GetRequiredService<TimeProvider>(), error));
        services.AddSingleton<ILoggerProvider>(provider => provider.GetRequiredService<LogPanel>());
        if (showsShelves) services.AddShelfWatch();
        return services.AddHostedService(provider => new LiveDashboard(
            console, Observer(provider, LiveWindow, LiveTimeout), new PictureView(DataFolder(provider), zone),
            provider.GetRequiredService<LogPanel>(), () => provider.GetService<ShelfWatch>()?.Now ?? ShelfPicture.None, answers,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<LiveDashboard>>()));
    }

    /// <summary>Writes the log to standard error, a line for each event, with a summary of the stages every ten seconds.</summary>
    public static IServiceCollection AddPlainLog(this IServiceCollection services)
    {
        services.AddLineLog();
        return services.AddHostedService(provider =>
            ActivatorUtilities.CreateInstance<SummaryPrinter>(provider, Observer(provider, SummaryPrinter.Interval, SummaryTimeout)));
    }

    /// <summary>Writes the log to standard error, a line for each event.</summary>
    public static IServiceCollection AddLineLog(this IServiceCollection services) => services.AddLogging(logging => logging
        .ClearProviders()
        .AddConsole(options => (options.FormatterName, options.LogToStandardErrorThreshold) = (LineFormatter.FormatterName, LogLevel.Trace))
        .AddConsoleFormatter<LineFormatter, ConsoleFormatterOptions>());

    static void AddShelfWatch(this IServiceCollection services) => services
        .AddSingleton(provider => ActivatorUtilities.CreateInstance<ShelfWatch>(provider,
            new ShelfReader(provider.GetRequiredService<IEventLogInspector>(), provider.GetRequiredService<PipelineOptions>().ReadingLimits)))
        .AddHostedService(provider => provider.GetRequiredService<ShelfWatch>());

    static string DataFolder(IServiceProvider provider) => Path.GetFullPath(provider.GetRequiredService<PipelineOptions>().DataFolder);

    static PipelineObserver Observer(IServiceProvider provider, TimeSpan window, TimeSpan timeLimit)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        return new PipelineObserver(
            [.. provider.GetRequiredService<RunPlan>().Stages.Select(stage =>
                (provider.GetRequiredKeyedService<StageMetrics>(stage), provider.GetRequiredKeyedService<StageStatus>(stage)))],
            new LagWatch(provider.GetRequiredService<ILagSource>(), time, timeLimit), time, window);
    }
}
