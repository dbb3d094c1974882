using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Lake.Rows.Parquet;

namespace StockNow.Tests.Storage;

/// <summary>Writes the same rows as other bytes, as another version of the library does: with a gap before the footer.</summary>
sealed class PaddedFormat(int padding) : IReadingFormat
{
    const int Tail = 8;

    readonly ParquetReadingFormat _format = new();

    public async Task WriteAsync(Stream to, ReadingRows rows, ReadOnlyMemory<int> selection, FileOrigin origin, CancellationToken stop)
    {
        using var file = new MemoryStream();
        await _format.WriteAsync(file, rows, selection, origin, stop);
        var bytes = file.ToArray();
        var footer = bytes.Length - Tail - BitConverter.ToInt32(bytes, bytes.Length - Tail);
        await to.WriteAsync(bytes.AsMemory(0, footer), stop);
        await to.WriteAsync(new byte[padding], stop);
        await to.WriteAsync(bytes.AsMemory(footer), stop);
    }

    public Task<FileContent> ReadAsync(Stream from, CancellationToken stop) => _format.ReadAsync(from, stop);

    public Task<FileSummary> DescribeAsync(Stream from, CancellationToken stop) => _format.DescribeAsync(from, stop);
}
