namespace StockNow.Stages.Lake.Table;

/// <summary>
/// Derives something from the published ranges of the table, such as checkpoints. It gets every range of a chain, in the order of the chain, at least once,
/// after all files of the range are visible. Taking a range twice must change nothing.
/// </summary>
/// <remarks>The workers of a process share it: it must be safe for concurrent use with different chains.</remarks>
public interface ITableFollower
{
    /// <summary>Drops what it remembers of a chain, and looks up how far its stored results go.</summary>
    /// <returns>The offset after the last range that its results contain, or null when they contain none.</returns>
    /// <exception cref="Store.LakeException">The store is away; it is called again.</exception>
    Task<long?> RestoreAsync(ChainId chain, CancellationToken stop);

    /// <summary>Takes the next range of a chain.</summary>
    /// <exception cref="Store.LakeException">The store is away; <see cref="RestoreAsync"/> is called before the next range.</exception>
    Task TakeAsync(ChainId chain, Intent range, CancellationToken stop);
}
