using Microsoft.Extensions.Logging;
using StockNow.Contracts.Events;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.Storage;

/// <summary>Counts and reports the ranges that this process stores.</summary>
sealed class StorageMeter(StageMetrics metrics, ILogger logger)
{
    /// <summary>A range of this worker is stored.</summary>
    public void Stored(Intent range, RollReason reason)
    {
        Count(range);
        logger.RangePublished(range.Topic, range.Partition, range.Start, range.End, range.Records - range.Malformed, range.Malformed, range.Files.Count,
            reason);
    }

    /// <summary>A range that another writer claimed is stored by this process.</summary>
    public void Count(Intent range)
    {
        metrics.AddReceived(range.Records);
        metrics.AddSent(range.Records - range.Malformed);
        metrics.AddDropped(DropReason.Malformed, range.Malformed);
    }
}
