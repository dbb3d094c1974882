namespace StockNow.Stages.Lake;

/// <summary>Turns rows into a data file and looks into one.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public interface IReadingFormat
{
    /// <summary>Writes a whole file.</summary>
    /// <param name="to">A seekable stream at its beginning; it is left open.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="selection">The numbers of those to write, ascending; at least one.</param>
    /// <param name="stop">Ends the work.</param>
    Task WriteAsync(Stream to, ReadingRows rows, ReadOnlyMemory<int> selection, CancellationToken stop);

    /// <summary>The number of rows, from the file's footer.</summary>
    /// <exception cref="InvalidDataException">It is no whole file.</exception>
    Task<long> CountRowsAsync(Stream from, CancellationToken stop);

    /// <summary>Every row's offset, in the order of the rows.</summary>
    /// <exception cref="InvalidDataException">It is no whole file.</exception>
    Task<long[]> ReadOffsetsAsync(Stream from, CancellationToken stop);
}
