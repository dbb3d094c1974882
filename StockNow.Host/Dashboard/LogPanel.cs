using Microsoft.Extensions.Logging;

namespace StockNow.Host.Dashboard;

/// <summary>Takes the log. While the picture is on, the last warnings and errors stand in it; before and after, each event is a line of its own.</summary>
internal sealed class LogPanel(TimeProvider time, TextWriter error) : ILoggerProvider
{
    const int Kept = 5;

    readonly Lock _lock = new();
    readonly Queue<LogLine> _lines = new();
    bool _isShown;

    /// <summary>The last event of any weight, for as long as there is nothing else to look at; null before the first.</summary>
    public LogLine? Latest { get; private set; }

    /// <summary>The last warnings and errors, oldest first.</summary>
    public IReadOnlyList<LogLine> Lines
    {
        get { lock (_lock) return [.. _lines]; }
    }

    /// <summary>From now on events go into the picture.</summary>
    public void Show() => Switch(true);

    /// <summary>From now on events are lines again.</summary>
    public void Hide() => Switch(false);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new PanelLogger(this, categoryName);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    void Switch(bool shown)
    {
        lock (_lock) _isShown = shown;
    }

    void Take(LogLevel level, string category, string message, Exception? exception)
    {
        var line = LogLine.Of(time.GetUtcNow(), level, category, message, exception);
        lock (_lock)
        {
            Latest = line;
            if (level >= LogLevel.Warning)
            {
                _lines.Enqueue(line);
                if (_lines.Count > Kept) _lines.Dequeue();
            }
            if (!_isShown) error.WriteLine(line.Text);
        }
    }

    sealed class PanelLogger(LogPanel panel, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) panel.Take(logLevel, category, formatter(state, exception), exception);
        }
    }
}
