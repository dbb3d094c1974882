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
    long _received, _sent, _flagContradicted, _restarts;

    /// <summary>Counts for one stage, published under its name.</summary>
    public StageMetrics(string stage)
    {
        Stage = stage;
        var tags = new[] { KeyValuePair.Create<string, object?>(TelemetryNames.StageTag, stage) };
        Count(TelemetryNames.Received, "{record}", () => Received);
        Count(TelemetryNames.Sent, "{record}", () => Sent);
        Count(TelemetryNames.FlagContradicted, "{record}", () => FlagContradicted);
        Count(TelemetryNames.Restarts, "{restart}", () => Restarts);
        _meter.CreateObservableCounter(TelemetryNames.Dropped, () => Reasons.Select(reason =>
            new Measurement<long>(Dropped(reason), [.. tags, KeyValuePair.Create<string, object?>(TelemetryNames.ReasonTag, reason.Name())])), "{record}");

        void Count(string name, string unit, Func<long> value) =>
            _meter.CreateObservableCounter(name, () => new Measurement<long>(value(), tags), unit);
    }

    /// <summary>The stage's name.</summary>
    public string Stage { get; }

    /// <summary>Records taken in.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Records passed on.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Records whose alert flag contradicts their numbers.</summary>
    public long FlagContradicted => Interlocked.Read(ref _flagContradicted);

    /// <summary>Times the stage was started again after a failure.</summary>
    public long Restarts => Interlocked.Read(ref _restarts);

    /// <summary>Records not passed on for a reason.</summary>
    public long Dropped(DropReason reason) => Interlocked.Read(ref _dropped[(int)reason]);

    /// <summary>Counts records taken in.</summary>
    public void AddReceived(long records) => Interlocked.Add(ref _received, records);

    /// <summary>Counts records passed on.</summary>
    public void AddSent(long records) => Interlocked.Add(ref _sent, records);

    /// <summary>Counts records not passed on.</summary>
    public void AddDropped(DropReason reason, long records) => Interlocked.Add(ref _dropped[(int)reason], records);

    /// <summary>Counts records whose alert flag contradicts their numbers.</summary>
    public void AddFlagContradicted(long records) => Interlocked.Add(ref _flagContradicted, records);

    /// <summary>Counts a restart.</summary>
    public void AddRestart() => Interlocked.Increment(ref _restarts);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
