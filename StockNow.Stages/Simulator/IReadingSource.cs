using StockNow.Stages.Base;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Simulator;

/// <summary>Where readings come from.</summary>
interface IReadingSource
{
    /// <summary>Opens the writer that the readings go through: one for all simulators at once, or one for each.</summary>
    Task<IEventLogWriter> OpenWriterAsync(CancellationToken stop);

    /// <summary>Sends readings until there are no more, or until the signal to drain; all that was sent is committed then.</summary>
    /// <remarks>Called again after a failure, it continues after the last commit.</remarks>
    Task SendAsync(InputBatch batch, StageSignals signals);
}
