using System.Diagnostics.Metrics;
using StockNow.Contracts.Events;

namespace StockNow.Stages.Telemetry;

/// <summary>What a stage counts. Once drained, received = sent + all dropped.</summary>
/// <remarks>Counts are added per batch, after its commit, so that work done again is not counted again. Safe for concurrent use.</remarks>
public sealed class StageMetrics : IDisposable
{
    static readonly DropReason[] Reasons = Enum.GetValues<DropReason>();

    readonly Meter _meter = new(TelemetryNames.Source);
    readonly long[] _dropped = new long[Reasons.Length];
    readonly TimeProvider _clock;
    long _received, _sent, _deadLetters, _flagContradicted, _restarts, _inHand, _lastCommit = long.MinValue;

    /// <summary>Counts for one stage, published under its name.</summary>
    /// <param name="stage">The stage's name.</param>
    /// <param name="clock">Tells how long ago the last commit was.</param>
    public StageMetrics(string stage, TimeProvider? clock = null)
    {
        (Stage, _clock) = (stage, clock ?? TimeProvider.System);
        var tags = new[] { KeyValuePair.Create<string, object?>(TelemetryNames.StageTag, stage) };
        Count(TelemetryNames.Received, "{record}", () => Received);
        Count(TelemetryNames.Sent, "{record}", () => Sent);
        Count(TelemetryNames.FlagContradicted, "{record}", () => FlagContradicted);
        Count(TelemetryNames.Restarts, "{restart}", () => Restarts);
        _meter.CreateObservableCounter(TelemetryNames.Dropped, () => Reasons.Select(reason =>
            new Measurement<long>(Dropped(reason), [.. tags, KeyValuePair.Create<string, object?>(TelemetryNames.ReasonTag, reason.Name())])), "{record}");
        _meter.CreateObservableGauge<double>(TelemetryNames.CommitAge, () => SinceCommit is { } since ? [new(since.TotalSeconds, tags)] : [], "s");

        void Count(string name, string unit, Func<long> value) =>
            _meter.CreateObservableCounter(name, () => new Measurement<long>(value(), tags), unit);
    }

    /// <summary>The stage's name.</summary>
    public string Stage { get; }

    /// <summary>Records taken in.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Records passed on.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Records that the stage put into the dead letters.</summary>
    public long DeadLetters => Interlocked.Read(ref _deadLetters);

    /// <summary>Records whose alert flag contradicts their numbers.</summary>
    public long FlagContradicted => Interlocked.Read(ref _flagContradicted);

    /// <summary>Times the stage was started again after a failure.</summary>
    public long Restarts => Interlocked.Read(ref _restarts);

    /// <summary>Records not passed on for a reason.</summary>
    public long Dropped(DropReason reason) => Interlocked.Read(ref _dropped[(int)reason]);

    /// <summary>Time since records were last counted as taken in, which is after their commit; null before the first.</summary>
    public TimeSpan? SinceCommit => Interlocked.Read(ref _lastCommit) is var last and not long.MinValue ? _clock.GetElapsedTime(last) : null;

    /// <summary>Records that the stage has read and not committed yet, because it collects them.</summary>
    public long InHand => Interlocked.Read(ref _inHand);

    /// <summary>Changes the number of records in hand.</summary>
    public void AddInHand(long records) => Interlocked.Add(ref _inHand, records);

    /// <summary>Counts records taken in, after their commit.</summary>
    public void AddReceived(long records)
    {
        if (records == 0) return;
        Interlocked.Add(ref _received, records);
        Interlocked.Exchange(ref _lastCommit, _clock.GetTimestamp());
    }

    /// <summary>Counts records passed on.</summary>
    public void AddSent(long records) => Interlocked.Add(ref _sent, records);

    /// <summary>Counts records not passed on.</summary>
    public void AddDropped(DropReason reason, long records) => Interlocked.Add(ref _dropped[(int)reason], records);

    /// <summary>Counts records put into the dead letters.</summary>
    public void AddDeadLetters(long records) => Interlocked.Add(ref _deadLetters, records);

    /// <summary>Counts records whose alert flag contradicts their numbers.</summary>
    public void AddFlagContradicted(long records) => Interlocked.Add(ref _flagContradicted, records);

    /// <summary>Counts a restart.</summary>
    public void AddRestart() => Interlocked.Increment(ref _restarts);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
