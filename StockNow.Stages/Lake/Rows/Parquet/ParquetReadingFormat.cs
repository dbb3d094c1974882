using System.Collections.Concurrent;
using Parquet;
using Parquet.Schema;
using StockNow.Contracts.Lake;

namespace StockNow.Stages.Lake.Rows.Parquet;

/// <summary>Parquet files: zstd, row groups of 131,072 rows, text in dictionaries, offsets as deltas.</summary>
public sealed class ParquetReadingFormat : IReadingFormat
{
    /// <summary>Engines share a file's work by row groups; the library holds one row group's column in memory at a time.</summary>
    public const int RowGroupRows = 131_072;

    // No range has more records.
    const long MostRows = 10_000_000;

    readonly ReadingSchema _schema = new();
    readonly ConcurrentBag<RowGroupColumns> _columns = [];

    /// <inheritdoc/>
    public async Task WriteAsync(Stream to, ReadingRows rows, ReadOnlyMemory<int> selection, FileOrigin origin, CancellationToken stop)
    {
        var columns = _columns.TryTake(out var free) ? free : new RowGroupColumns(_schema);
        try
        {
            await using var file = await ParquetWriter.CreateAsync(_schema.Schema, to, _schema.Options, cancellationToken: stop);
            file.CustomMetadata = FooterNotes.Of(origin);
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
    public Task<FileContent> ReadAsync(Stream from, CancellationToken stop) => ReadAsync(
        from, async (file, offset) => new FileContent(await OffsetsAsync(file, offset, stop), FooterNotes.Read(file.CustomMetadata)), stop);

    /// <inheritdoc/>
    public Task<FileSummary> DescribeAsync(Stream from, CancellationToken stop) => ReadAsync(from, (file, offset) =>
    {
        var statistics = file.RowGroups.Select(group => group.GetStatistics(offset)).ToList();
        return Task.FromResult(new FileSummary(file.Metadata!.NumRows, statistics.Min(of => of?.MinValue as long?),
            statistics.Max(of => of?.MaxValue as long?), FooterNotes.Read(file.CustomMetadata)));
    }, stop);

    static async Task<T> ReadAsync<T>(Stream from, Func<ParquetReader, DataField, Task<T>> read, CancellationToken stop)
    {
        try
        {
            await using var file = await ParquetReader.CreateAsync(from, leaveStreamOpen: true, cancellationToken: stop);
            return await read(file, OffsetsOf(file));
        }
        // What the library throws on damaged bytes is as varied as the damage.
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            throw new InvalidDataException($"is no whole Parquet file of readings: {fault.Message}", fault);
        }
    }

    static DataField OffsetsOf(ParquetReader file)
    {
        var field = file.Schema.DataFields.FirstOrDefault(field => field.Name == ReadingColumns.Offset)
            ?? throw new InvalidDataException($"it has no column '{ReadingColumns.Offset}'");
        if (field.IsNullable || field.ClrType != typeof(long))
            throw new InvalidDataException($"its column '{ReadingColumns.Offset}' may be null or is no INT64, so another program wrote it");
        // A damaged footer must not make us ask for any amount of memory.
        var rows = file.Metadata!.NumRows;
        if (rows is < 0 or > MostRows || file.RowGroups.Sum(group => (decimal)group.RowCount) != rows)
            throw new InvalidDataException($"its footer counts {rows} rows, which its row groups do not hold");
        return field;
    }

    static async Task<long[]> OffsetsAsync(ParquetReader file, DataField field, CancellationToken stop)
    {
        var offsets = new long[file.Metadata!.NumRows];
        var done = 0;
        foreach (var group in file.RowGroups)
        {
            await group.ReadAsync<long>(field, offsets.AsMemory(done, (int)group.RowCount), cancellationToken: stop);
            done += (int)group.RowCount;
        }
        return offsets;
    }
}
