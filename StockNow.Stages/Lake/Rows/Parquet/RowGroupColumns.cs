using Parquet;
using Parquet.Schema;

namespace StockNow.Stages.Lake.Rows.Parquet;

/// <summary>Writes one row group after the other, each column through the same arrays.</summary>
sealed class RowGroupColumns(ReadingSchema schema)
{
    string?[] _strings = [];
    ReadOnlyMemory<char>[] _texts = [];
    ReadOnlyMemory<char>?[] _nullableTexts = [];
    long[] _longs = [];
    DateTime[] _times = [];
    int[] _integers = [];
    double[] _doubles = [];
    bool[] _flags = [];

    public async Task WriteAsync(ParquetRowGroupWriter group, ReadingRows rows, ReadOnlyMemory<int> selection, CancellationToken stop)
    {
        Grow(selection.Length);
        await TextAsync(schema.SensorId, chunk => chunk.SensorId);
        rows.Copy(chunk => chunk.TimestampMs, selection.Span, _longs);
        for (var i = 0; i < selection.Length; i++) _times[i] = DateTime.UnixEpoch.AddTicks(_longs[i] * TimeSpan.TicksPerMillisecond);
        await group.WriteAsync<DateTime>(schema.Timestamp, _times.AsMemory(0, selection.Length), cancellationToken: stop);
        await TextAsync(schema.ProductId, chunk => chunk.ProductId);
        await NumbersAsync(schema.Quantity, chunk => chunk.Quantity, _integers);
        await NumbersAsync(schema.Threshold, chunk => chunk.Threshold, _integers);
        await TextAsync(schema.Store, chunk => chunk.Store);
        await NumbersAsync(schema.Latitude, chunk => chunk.Latitude, _doubles);
        await NumbersAsync(schema.Longitude, chunk => chunk.Longitude, _doubles);
        await NumbersAsync(schema.Alert, chunk => chunk.Alert, _flags);
        await NullableTextAsync();
        Array.Fill(_texts, rows.Partition.Topic.AsMemory(), 0, selection.Length);
        await group.WriteAsync<ReadOnlyMemory<char>>(schema.Topic, _texts.AsMemory(0, selection.Length), cancellationToken: stop);
        Array.Fill(_integers, rows.Partition.Partition, 0, selection.Length);
        await group.WriteAsync<int>(schema.Partition, _integers.AsMemory(0, selection.Length), cancellationToken: stop);
        await NumbersAsync(schema.Offset, chunk => chunk.Offset, _longs);
        group.CompleteValidate();
        TextStatistics.Drop(group);
        Array.Clear(_strings);
        Array.Clear(_texts);
        Array.Clear(_nullableTexts);

        Task NumbersAsync<T>(DataField field, Func<RowChunk, T[]> column, T[] values) where T : struct
        {
            rows.Copy(column, selection.Span, values);
            return group.WriteAsync<T>(field, values.AsMemory(0, selection.Length), cancellationToken: stop);
        }

        Task TextAsync(DataField field, Func<RowChunk, string?[]> column)
        {
            rows.Copy(column, selection.Span, _strings);
            for (var i = 0; i < selection.Length; i++) _texts[i] = _strings[i].AsMemory();
            return group.WriteAsync<ReadOnlyMemory<char>>(field, _texts.AsMemory(0, selection.Length), cancellationToken: stop);
        }

        Task NullableTextAsync()
        {
            rows.Copy(chunk => chunk.Extra, selection.Span, _strings);
            // A plain null would become an empty text: it converts by way of a null array.
            for (var i = 0; i < selection.Length; i++) _nullableTexts[i] = _strings[i] is { } text ? text.AsMemory() : default(ReadOnlyMemory<char>?);
            return group.WriteAsync(schema.Extra, (ReadOnlyMemory<ReadOnlyMemory<char>?>)_nullableTexts.AsMemory(0, selection.Length), cancellationToken: stop);
        }
    }

    void Grow(int rows)
    {
        if (_strings.Length >= rows) return;
        var size = Math.Min(ParquetReadingFormat.RowGroupRows, Math.Max(rows, 2 * _strings.Length));
        _strings = new string?[size];
        _texts = new ReadOnlyMemory<char>[size];
        _nullableTexts = new ReadOnlyMemory<char>?[size];
        _longs = new long[size];
        _times = new DateTime[size];
        _integers = new int[size];
        _doubles = new double[size];
        _flags = new bool[size];
    }
}
