using StockNow.Contracts.Events;
using StockNow.Stages.Hosting;
using StockNow.Stages.Telemetry;

namespace StockNow.Host.Dashboard;

/// <summary>Looks at the stages and works out how fast they are.</summary>
/// <param name="stages">Counts and states, in the order in which data flows.</param>
/// <param name="lag">Their lag.</param>
/// <param name="time">The clock.</param>
/// <param name="window">The stretch of time that rates are over.</param>
internal sealed class PipelineObserver(IReadOnlyList<(StageMetrics Metrics, StageStatus Status)> stages, LagWatch lag, TimeProvider time, TimeSpan window)
{
    readonly long _start = time.GetTimestamp();
    readonly SlidingRate[] _received = [.. stages.Select(_ => new SlidingRate(window))], _sent = [.. stages.Select(_ => new SlidingRate(window))];

    /// <summary>The pipeline as it is now. One caller at a time.</summary>
    /// <param name="stop">Ends the look.</param>
    /// <param name="isLast">Whether the picture stays, so that its lag must be that of this moment.</param>
    public async Task<PipelinePicture> LookAsync(CancellationToken stop, bool isLast = false)
    {
        var lagByStage = await lag.LatestAsync(isLast, stop);
        var now = time.GetElapsedTime(_start);
        return new PipelinePicture(now, [.. stages.Select((stage, index) => Row(index, now, lagByStage))]);
    }

    StageRow Row(int index, TimeSpan now, IReadOnlyDictionary<string, long> lagByStage)
    {
        var (metrics, status) = stages[index];
        long received = metrics.Received, sent = metrics.Sent;
        return new StageRow(
            metrics.Stage, status.Now, _received[index].Add(now, received), _sent[index].Add(now, sent), received, sent,
            [.. Enum.GetValues<DropReason>().Select(reason => (reason.Name(), metrics.Dropped(reason))).Where(dropped => dropped.Item2 > 0)],
            lagByStage.TryGetValue(metrics.Stage, out var waiting) ? waiting : null) { InHand = metrics.InHand, DeadLetters = metrics.DeadLetters };
    }
}
