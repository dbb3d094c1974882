using StockNow.Stages.Base;

namespace StockNow.Stages.Hosting;

/// <summary>The loop of a stage and nothing else.</summary>
public interface IStageWorker
{
    /// <summary>Works until it has nothing more to do, or until it is signalled to end. When it returns, all its work is committed.</summary>
    /// <exception cref="UnrecoverableException">Restarting cannot help.</exception>
    Task RunAsync(StageSignals signals);
}
