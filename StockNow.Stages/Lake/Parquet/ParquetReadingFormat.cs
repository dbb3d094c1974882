using System.Collections.Concurrent;
using Parquet;
using StockNow.Contracts.Lake;

namespace StockNow.Stages.Lake.Parquet;

/// <summary>Parquet files: zstd, row groups of 131,072 rows, text in dictionaries, offsets as deltas.</summary>
public sealed class ParquetReadingFormat : IReadingFormat
{
    /// <summary>Engines share a file's work by row groups; the library holds one row group's column in memory at a time.</summary>
    public const int RowGroupRows = 131_072;

    readonly ReadingSchema _schema = new();
    readonly ConcurrentBag<RowGroupColumns> _columns = [];

    /// <inheritdoc/>
    public async Task WriteAsync(Stream to, ReadingRows rows, ReadOnlyMemory<int> selection, CancellationToken stop)
    {
        var columns = _columns.TryTake(out var free) ? free : new RowGroupColumns(_schema);
        try
        {
            await using var file = await ParquetWriter.CreateAsync(_schema.Schema, to, _schema.Options, cancellationToken: stop);
            for (var done = 0; done < selection.Length; done += RowGroupRows)
            {
                using var group = file.CreateRowGroup();
                await columns.WriteAsync(group, rows, selection.Slice(done, Math.Min(RowGroupRows, selection.Length - done)), stop);
            }
        }
        finally
        {
            _columns.Add(columns);
        }
    }

    /// <inheritdoc/>
    public Task<long> CountRowsAsync(Stream from, CancellationToken stop) => Read(from, file => Task.FromResult(file.Metadata!.NumRows), stop);

    /// <inheritdoc/>
    public Task<long[]> ReadOffsetsAsync(Stream from, CancellationToken stop) => Read(from, async file =>
    {
        var field = file.Schema.FindDataField(ReadingColumns.Offset);
        var offsets = new long[file.Metadata!.NumRows];
        var done = 0;
        foreach (var group in file.RowGroups)
        {
            await group.ReadAsync<long>(field, offsets.AsMemory(done, (int)group.RowCount), cancellationToken: stop);
            done += (int)group.RowCount;
        }
        return offsets;
    }, stop);

    // What the library throws on damaged bytes is as varied as the damage.
    static async Task<T> Read<T>(Stream from, Func<ParquetReader, Task<T>> read, CancellationToken stop)
    {
        try
        {
            await using var file = await ParquetReader.CreateAsync(from, leaveStreamOpen: true, cancellationToken: stop);
            return await read(file);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            throw new InvalidDataException($"is not a whole Parquet file of readings: {fault.Message}", fault);
        }
    }
}
