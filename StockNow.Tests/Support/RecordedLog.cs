using Microsoft.Extensions.Logging;

namespace StockNow.Tests.Support;

/// <summary>Remembers what was said.</summary>
sealed class RecordedLog<T> : ILogger<T>
{
    public List<(LogLevel Level, string Text)> Messages { get; } = [];

    /// <summary>Whether something that begins like this was said; while others still talk.</summary>
    public bool HasSaid(string beginning)
    {
        lock (Messages) return Messages.Any(message => message.Text.StartsWith(beginning, StringComparison.Ordinal));
    }

    public IEnumerable<string> Warnings => Messages.Where(message => message.Level == LogLevel.Warning).Select(message => message.Text);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (Messages) Messages.Add((logLevel, formatter(state, exception)));
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
}
