using StockNow.Stages.Hosting;

namespace StockNow.Stages.Simulator;

/// <summary>Where readings come from.</summary>
interface IReadingSource
{
    /// <summary>Sends readings until there are no more, or until told to drain; all that was sent is committed then.</summary>
    /// <remarks>Called again after a failure, it goes on behind the last commit.</remarks>
    Task SendAsync(InputBatch batch, StageSignals signals);
}
