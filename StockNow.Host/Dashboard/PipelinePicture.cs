using StockNow.Stages.Hosting;

namespace StockNow.Host.Dashboard;

/// <summary>The pipeline at one moment.</summary>
/// <param name="Up">Time since the start.</param>
/// <param name="Stages">One row per stage, in the order in which data flows.</param>
internal sealed record PipelinePicture(TimeSpan Up, IReadOnlyList<StageRow> Stages);

/// <summary>A stage at one moment.</summary>
/// <param name="Stage">Its name.</param>
/// <param name="Status">Its state, with reason and progress.</param>
/// <param name="ReceivedRate">Records taken in per second, lately.</param>
/// <param name="SentRate">Records passed on per second, lately.</param>
/// <param name="Received">Records taken in since the start.</param>
/// <param name="Sent">Records passed on since the start.</param>
/// <param name="Dropped">Records not passed on, by reason; reasons without any are left out.</param>
/// <param name="Lag">Records waiting in its input; null when it has none or that is not known.</param>
internal sealed record StageRow(
    string Stage, StageStatus.Snapshot Status, double ReceivedRate, double SentRate, long Received, long Sent,
    IReadOnlyList<(string Reason, long Records)> Dropped, long? Lag)
{
    /// <summary>Records that it has read and collects, before it passes them on together.</summary>
    public long InHand { get; init; }

    /// <summary>Records that it could not make sense of.</summary>
    public long DeadLetters { get; init; }
}
