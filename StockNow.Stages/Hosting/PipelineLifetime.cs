using Microsoft.Extensions.Hosting;

namespace StockNow.Stages.Hosting;

/// <summary>How this run ends: who asked for it, by when it must be over, and with what exit code. Safe for concurrent use.</summary>
public sealed class PipelineLifetime(IHostApplicationLifetime application, PipelineOptions options, TimeProvider clock)
{
    readonly Lock _gate = new();
    readonly SortedSet<string> _unfinished = new(StringComparer.Ordinal);
    long? _asked;
    int _stillWorking;

    /// <summary>The message of the fault that no restart heals, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>
    /// The stages that were stopped before they had handled all of their input: what is left is done after the next start. A bounded run with any is not done.
    /// </summary>
    public IReadOnlyList<string> Unfinished
    {
        get
        {
            lock (_gate) return [.. _unfinished];
        }
    }

    /// <summary>A stage was stopped before it had handled all of its input.</summary>
    internal void LeftUnfinished(string stage)
    {
        lock (_gate) _unfinished.Add(stage);
    }

    /// <summary>A stage begins to work.</summary>
    internal void StageStarted() => Interlocked.Increment(ref _stillWorking);

    /// <summary>A stage has nothing more to do; when it is the last one, the process ends.</summary>
    internal void StageDone()
    {
        if (Interlocked.Decrement(ref _stillWorking) == 0) application.StopApplication();
    }

    /// <summary>Ends the process because all input is handled; what is left to flush may take its time.</summary>
    internal void EndDrained() => application.StopApplication();

    /// <summary>Ends the process because a stage cannot continue.</summary>
    internal void Fail(string message)
    {
        lock (_gate)
        {
            Fault ??= message;
            _asked ??= clock.GetTimestamp();
        }
        application.StopApplication();
    }

    /// <summary>
    /// Not all that was asked could be done. The stages continue and handle what there is; when the run ends, it ends with this message and exit code 1.
    /// </summary>
    internal void FailAtEnd(string message)
    {
        lock (_gate) Fault ??= message;
    }

    /// <summary>Somebody asked for the end, by Ctrl-C or SIGTERM: from now on the time to drain is limited.</summary>
    public void StopAsked()
    {
        lock (_gate) _asked ??= clock.GetTimestamp();
    }

    /// <summary>
    /// How long a stage may still drain: half of what is left, so that the stages after it can flush; without limit when nobody asked for the end.
    /// </summary>
    internal TimeSpan TimeToDrain
    {
        get
        {
            lock (_gate)
            {
                if (_asked is not { } since) return Timeout.InfiniteTimeSpan;
                var left = options.ShutdownTimeout - clock.GetElapsedTime(since);
                return left > TimeSpan.Zero ? left / 2 : TimeSpan.Zero;
            }
        }
    }
}
