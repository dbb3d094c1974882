using System.Diagnostics.Metrics;
using StockNow.Stages.Hosting;
using StockNow.Stages.Telemetry;

namespace StockNow.Host.Health;

/// <summary>Publishes the stages' states and the lag of each partition.</summary>
internal sealed class PipelineGauges : IDisposable
{
    static readonly StageState[] States = Enum.GetValues<StageState>();

    readonly Meter _meter = new(TelemetryNames.Source);

    public PipelineGauges(PipelineHealth health)
    {
        _meter.CreateObservableGauge(TelemetryNames.State, () => health.Stages.SelectMany(StatesOf), "{stage}");
        _meter.CreateObservableGauge(TelemetryNames.Lag, () => health.Lags.Select(LagOf), "{record}");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    static IEnumerable<Measurement<int>> StatesOf(StageStatus stage)
    {
        var now = stage.Now.State;
        return States.Select(state => new Measurement<int>(
            state == now ? 1 : 0, new(TelemetryNames.StageTag, stage.Stage),
            new KeyValuePair<string, object?>(TelemetryNames.StateTag, StageHealth.NameOf(state))));
    }

    static Measurement<long> LagOf(PartitionLag lag) => new(
        lag.Records, new(TelemetryNames.GroupTag, lag.Group), new(TelemetryNames.TopicTag, lag.Partition.Topic),
        new KeyValuePair<string, object?>(TelemetryNames.PartitionTag, lag.Partition.Partition));
}
