using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using StockNow.Contracts.Events;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.Storage;

/// <summary>Counts and reports the ranges that this process stores.</summary>
sealed class StorageMeter(StageMetrics metrics, TimeProvider time, ILogger logger)
{
    static readonly Meter Meter = new(TelemetryNames.Source);
    static readonly Histogram<double> VisibleDelay = Meter.CreateHistogram(TelemetryNames.VisibleDelay, "s", advice: new InstrumentAdvice<double>
    {
        HistogramBucketBoundaries = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 86400],
    });

    /// <summary>A range of this worker is stored.</summary>
    /// <param name="range">The range.</param>
    /// <param name="reason">Why it was stored now.</param>
    /// <param name="appendedMs">When its first record was appended to the event log, milliseconds since 1970-01-01 UTC.</param>
    public void Stored(Intent range, RollReason reason, long appendedMs)
    {
        Count(range);
        VisibleDelay.Record(Math.Max(0, (time.GetUtcNow().ToUnixTimeMilliseconds() - appendedMs) / 1000.0));
        logger.RangePublished(range.Topic, range.Partition, range.Start, range.End, range.Records - range.Malformed, range.Malformed, range.Files.Count,
            reason.Words());
    }

    /// <summary>The number of readings in hand has changed.</summary>
    public void InHand(long change) => metrics.AddInHand(change);

    /// <summary>A range that another writer claimed is stored by this process.</summary>
    public void Count(Intent range)
    {
        metrics.AddReceived(range.Records);
        metrics.AddSent(range.Records - range.Malformed);
        metrics.AddDropped(DropReason.Malformed, range.Malformed);
    }
}
