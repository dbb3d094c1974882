using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Storage;

/// <summary>Stores again what is gone from the lake and still in the event log. It guesses nothing: a file must come out as its intent says.</summary>
/// <param name="log">The event log.</param>
/// <param name="table">Repairs the lake's table.</param>
/// <param name="limits">How much a reading may hold; each range is read with the limits of its intent.</param>
public sealed class LakeRepair(IEventLogInspector log, TableRepair table, ReadingLimits limits)
{
    /// <summary>Repairs the part of the lake that was stored from the event log.</summary>
    /// <param name="progress">Is notified of the partition and of the part of it that is done, from 0 to 1.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="EventLogException">The event log is away.</exception>
    /// <exception cref="Lake.Store.LakeException">The lake is away, full or refuses.</exception>
    /// <exception cref="Base.UnrecoverableException">An object of a chain is damaged.</exception>
    public async Task<RepairReport> RunAsync(Action<ChainId, double> progress, CancellationToken stop) => await table.RunAsync(
        await log.IdentityAsync(TopicNames.Input, stop), new RangeReader(log, limits, failures: null), progress, stop);
}
