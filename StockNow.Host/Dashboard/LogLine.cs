using System.Globalization;
using Microsoft.Extensions.Logging;

namespace StockNow.Host.Dashboard;

/// <summary>An event of the log as one line.</summary>
/// <param name="Level">How grave it is.</param>
/// <param name="Text">UTC time, level, where it was said, message, and what caused it.</param>
internal sealed record LogLine(LogLevel Level, string Text)
{
    /// <summary>Whether something failed.</summary>
    public bool IsError => Level >= LogLevel.Error;

    /// <summary>Puts an event on one line. Of an exception it says type and message, of an error also where it was thrown.</summary>
    public static LogLine Of(DateTimeOffset now, LogLevel level, string category, string message, Exception? exception)
    {
        var cause = exception is null ? "" : $" | {(level >= LogLevel.Error ? exception.ToString() : Chain(exception))}";
        var time = now.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        return new LogLine(level, PeopleText.OneLine($"{time} {NameOf(level)} {category[(category.LastIndexOf('.') + 1)..]}: {message}{cause}"));
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
