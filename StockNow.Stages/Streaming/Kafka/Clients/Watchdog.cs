using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Streaming.Kafka.Clients;

/// <summary>
/// Ends the process when a call into the native client does not return; kill -9 is safe, waiting for ever is not. Safe for concurrent use: it watches the
/// calls of all producers.
/// </summary>
sealed class Watchdog : IDisposable
{
    public const int ExitCode = 70;

    static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    readonly Lock _gate = new();
    readonly List<Call> _calls = [];
    readonly ITimer _timer;
    readonly TimeSpan _limit;
    readonly TimeProvider _clock;
    readonly ILogger _logger;
    readonly Action<int> _exit;
    long _lastLook;

    public Watchdog(TimeSpan limit, TimeProvider clock, ILogger logger, Action<int>? exit = null)
    {
        (_limit, _clock, _logger, _exit) = (limit, clock, logger, exit ?? Environment.Exit);
        _lastLook = clock.GetTimestamp();
        _timer = clock.CreateTimer(_ => OnLook(), null, Look, Look);
    }

    /// <summary>Watches a call.</summary>
    public void During(string name, Action work)
    {
        var call = new Call(name, _limit);
        lock (_gate) _calls.Add(call);
        try { work(); }
        finally
        {
            lock (_gate) _calls.Remove(call);
        }
    }

    public void Dispose() => _timer.Dispose();

    // Time in which the whole process stood still, as after SIGSTOP, does not count against a call.
    void OnLook()
    {
        Call? hanging;
        lock (_gate)
        {
            var passed = TimeSpan.FromTicks(Math.Min(_clock.GetElapsedTime(_lastLook).Ticks, 2 * Look.Ticks));
            _lastLook = _clock.GetTimestamp();
            foreach (var call in _calls) call.Left -= passed;
            hanging = _calls.Find(call => call.Left <= TimeSpan.Zero);
        }
        if (hanging is null) return;
        KafkaLogMessages.CallHangs(_logger, hanging.Name, _limit.TotalSeconds);
        _exit(ExitCode);
    }

    sealed class Call(string name, TimeSpan left)
    {
        public string Name { get; } = name;

        public TimeSpan Left { get; set; } = left;
    }
}
