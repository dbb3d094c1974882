using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>Ends the process when a call into the native client does not return; kill -9 is safe, waiting for ever is not.</summary>
sealed class Watchdog : IDisposable
{
    public const int ExitCode = 70;

    static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    readonly Timer _timer;
    readonly TimeSpan _limit;
    readonly ILogger _logger;
    readonly Action<int> _exit;
    volatile string? _call;
    long _left, _lastLook = Environment.TickCount64;

    public Watchdog(TimeSpan limit, ILogger logger, Action<int>? exit = null)
    {
        (_limit, _logger, _exit) = (limit, logger, exit ?? Environment.Exit);
        _timer = new Timer(_ => OnLook(), null, Look, Look);
    }

    /// <summary>Watches a call.</summary>
    public T During<T>(string call, Func<T> work)
    {
        Interlocked.Exchange(ref _left, (long)_limit.TotalMilliseconds);
        _call = call;
        try { return work(); }
        finally { _call = null; }
    }

    /// <summary>Watches a call.</summary>
    public void During(string call, Action work) => During(call, () =>
    {
        work();
        return true;
    });

    public void Dispose() => _timer.Dispose();

    // Time in which the whole process stood still, as after SIGSTOP, does not count against a call.
    void OnLook()
    {
        var now = Environment.TickCount64;
        var passed = Math.Min(now - Interlocked.Exchange(ref _lastLook, now), 2 * (long)Look.TotalMilliseconds);
        if (_call is not { } call || Interlocked.Add(ref _left, -passed) > 0) return;
        KafkaLogLog.CallHangs(_logger, call, _limit);
        _exit(ExitCode);
    }
}
