namespace StockNow.Stages.Lake.Rows;

/// <summary>Turns rows into a data file and looks into one.</summary>
/// <remarks>Safe for concurrent use.</remarks>
public interface IReadingFormat
{
    /// <summary>Writes a whole file.</summary>
    /// <param name="to">A stream at its beginning, written from front to back; it is left open.</param>
    /// <param name="rows">All rows.</param>
    /// <param name="selection">The numbers of those to write, ascending; at least one.</param>
    /// <param name="origin">Where they are from; the file says so itself.</param>
    /// <param name="stop">Ends the work.</param>
    Task WriteAsync(Stream to, ReadingRows rows, ReadOnlyMemory<int> selection, FileOrigin origin, CancellationToken stop);

    /// <summary>Reads every row's offset, and where the file says that it is from.</summary>
    /// <param name="from">A seekable stream.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="InvalidDataException">It is no whole file of readings. The message says why, without a subject.</exception>
    Task<FileContent> ReadAsync(Stream from, CancellationToken stop);

    /// <summary>Reads the footer alone.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    Task<FileSummary> DescribeAsync(Stream from, CancellationToken stop);
}
