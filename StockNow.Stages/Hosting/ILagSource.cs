namespace StockNow.Stages.Hosting;

/// <summary>Reports the lag of stages.</summary>
public interface ILagSource
{
    /// <summary>Records that lie in each stage's input and are not yet handled; stages that read no topic are left out.</summary>
    /// <exception cref="Streaming.EventLogException">The event log cannot be reached.</exception>
    Task<IReadOnlyDictionary<string, long>> LagByStageAsync(CancellationToken stop);
}
