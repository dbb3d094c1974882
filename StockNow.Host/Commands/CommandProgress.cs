using Spectre.Console;
using StockNow.Host.Dashboard;
using StockNow.Host.Display;
using Progress = StockNow.Stages.Base.Progress;

namespace StockNow.Host.Commands;

/// <summary>Shows how far a long command has come: a bar on a terminal, a line every few seconds otherwise. Always on standard error.</summary>
internal static class CommandProgress
{
    static readonly TimeSpan PauseBetweenLines = TimeSpan.FromSeconds(5);

    /// <summary>Does the work and shows its progress meanwhile.</summary>
    public static async Task<T> ShowAsync<T>(Func<Action<Progress>, Task<T>> work)
    {
        if (Terminal.IsLive())
        {
            var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
            return await console.Status().StartAsync("starting", status => work(progress => status.Status(Markup.Escape(Text(progress)))));
        }
        var last = TimeProvider.System.GetTimestamp();
        return await work(progress =>
        {
            if (TimeProvider.System.GetElapsedTime(last) < PauseBetweenLines) return;
            last = TimeProvider.System.GetTimestamp();
            Console.Error.WriteLine(Text(progress));
        });
    }

    static string Text(Progress progress) =>
        $"{progress.What}: {PeopleText.Bar(progress.Fraction, 20)} "
        + $"{PeopleText.Percent(progress.Fraction)}{(progress.Left is { } left ? $", {PeopleText.Duration(left)} left" : "")}";
}
