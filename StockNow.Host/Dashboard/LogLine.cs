using System.Globalization;
using Microsoft.Extensions.Logging;
using StockNow.Host.Display;

namespace StockNow.Host.Dashboard;

/// <summary>An event of the log as one line.</summary>
/// <param name="Level">How grave it is.</param>
/// <param name="Text">UTC time, level, where it was said, message, and what caused it.</param>
internal sealed record LogLine(LogLevel Level, string Text)
{
    /// <summary>Whether something failed.</summary>
    public bool IsError => Level >= LogLevel.Error;

    const int LongestStack = 20_000;

    /// <summary>
    /// Puts an event on one line, cut where it is too long for one. Of an exception it says type and message; where it was thrown only on the levels for
    /// finding faults.
    /// </summary>
    public static LogLine Of(DateTimeOffset now, LogLevel level, string category, string message, Exception? exception)
    {
        var cause = exception is null ? ""
            : $" | {(level <= LogLevel.Debug ? PeopleText.OneLine(exception.ToString(), LongestStack) : PeopleText.OneLine(Chain(exception)))}";
        var time = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        return new LogLine(level, PeopleText.OneLine($"{time} {NameOf(level)} {category[(category.LastIndexOf('.') + 1)..]}: {message}") + cause);
    }

    static string Chain(Exception exception)
    {
        var said = $"{exception.GetType().Name}: {exception.Message}";
        return exception.InnerException is { } inner ? $"{said} <- {Chain(inner)}" : said;
    }

    static string NameOf(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info ",
        LogLevel.Warning => "warn ",
        LogLevel.Error => "error",
        _ => "fatal",
    };
}
