using System.IO.Compression;
using Parquet;
using Parquet.Schema;
using StockNow.Stages.Lake.Rows.Parquet;

namespace StockNow.Stages.Engines.Cells;

/// <summary>Writes cells to a Parquet file, one row group for each full batch.</summary>
sealed class CellFile : IAsyncDisposable
{
    /// <summary>The cells of a row group.</summary>
    public const int BatchSize = 65_536;

    static readonly DataField Time = new DataField<long>(CellColumns.Time);
    static readonly DataField Store = new DataField<string>(CellColumns.Store, nullable: false);
    static readonly DataField Product = new DataField<string>(CellColumns.Product, nullable: false);
    static readonly DataField Readings = new DataField<long>(CellColumns.Readings), Alerts = new DataField<long>(CellColumns.Alerts);
    static readonly DataField Quantity = new DataField<long>(CellColumns.Quantity), Threshold = new DataField<long>(CellColumns.Threshold);
    static readonly ParquetSchema Schema = new(Time, Store, Product, Readings, Alerts, Quantity, Threshold);

    readonly CellBatch _batch = new(BatchSize);
    readonly ReadOnlyMemory<char>[] _texts = new ReadOnlyMemory<char>[BatchSize];
    readonly FileStream _stream;
    readonly ParquetWriter _writer;

    CellFile(FileStream stream, ParquetWriter writer) => (_stream, _writer) = (stream, writer);

    /// <summary>Creates a file.</summary>
    /// <param name="path">Where no file is yet.</param>
    /// <param name="stop">Ends the work.</param>
    public static async Task<CellFile> CreateAsync(string path, CancellationToken stop)
    {
        var options = new ParquetOptions { CompressionMethod = CompressionMethod.Zstd, CompressionLevel = CompressionLevel.Fastest };
        foreach (var field in new[] { Store, Product }) options.ColumnEncodingHints[field.Path.ToString()] = EncodingHint.Dictionary;
        var stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite);
        return new CellFile(stream, await ParquetWriter.CreateAsync(Schema, stream, options, cancellationToken: stop));
    }

    /// <summary>Adds a cell.</summary>
    /// <returns>Done at once, but for the last cell of a row group.</returns>
    public ValueTask AddAsync(
        long time, string store, string product, long readings, long alerts, long quantity, long threshold, CancellationToken stop)
    {
        _batch.Add(time, store, product, readings, alerts, quantity, threshold);
        return _batch.IsFull ? new ValueTask(FlushAsync(stop)) : ValueTask.CompletedTask;
    }

    /// <summary>Completes the file.</summary>
    public async Task CompleteAsync(CancellationToken stop)
    {
        // A file without a row group has columns all the same.
        await FlushAsync(stop);
        await _writer.DisposeAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _stream.DisposeAsync();

    async Task FlushAsync(CancellationToken stop)
    {
        if (_batch.Count == 0) return;
        using var group = _writer.CreateRowGroup();
        await NumbersAsync(Time, _batch.Time);
        await TextAsync(Store, _batch.Store);
        await TextAsync(Product, _batch.Product);
        await NumbersAsync(Readings, _batch.Readings);
        await NumbersAsync(Alerts, _batch.Alerts);
        await NumbersAsync(Quantity, _batch.Quantity);
        await NumbersAsync(Threshold, _batch.Threshold);
        group.CompleteValidate();
        TextStatistics.Drop(group);
        _batch.Clear();

        Task NumbersAsync(DataField field, long[] values) => group.WriteAsync<long>(field, values.AsMemory(0, _batch.Count), cancellationToken: stop);

        Task TextAsync(DataField field, string[] values)
        {
            for (var i = 0; i < _batch.Count; i++) _texts[i] = values[i].AsMemory();
            return group.WriteAsync<ReadOnlyMemory<char>>(field, _texts.AsMemory(0, _batch.Count), cancellationToken: stop);
        }
    }
}
