using System.Runtime.InteropServices;
using StockNow.Contracts.Events;
using StockNow.Contracts.Lake;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Lake.Rows;

/// <summary>Readings of one partition in the order of their offsets, a column beside the other.</summary>
/// <remarks>For one thread at a time, except that finished rows may be read by several.</remarks>
public sealed class ReadingRows(TopicPartition partition, RowMemory memory)
{
    readonly List<RowChunk> _chunks = [];
    readonly List<long> _hours = [];
    readonly List<int> _rowsPerHour = [];
    readonly Dictionary<long, int> _hourIndex = [];
    int _lastHour = -1;
    int[] _order = [];
    long _textBytes;

    /// <summary>Where the readings are from.</summary>
    public TopicPartition Partition { get; } = partition;

    /// <summary>The number of rows.</summary>
    public int Count { get; private set; }

    /// <summary>The memory that the rows take.</summary>
    public long Bytes => (long)Count * RowChunk.BytesPerRow + _textBytes;

    /// <summary>How many hours the rows are spread over.</summary>
    public int HourCount => _hours.Count;

    /// <summary>Whether an hour has rows already.</summary>
    public bool HasHour(long hour) => (_lastHour >= 0 && _hours[_lastHour] == hour) || _hourIndex.ContainsKey(hour);

    /// <summary>Adds a reading; its bytes are copied.</summary>
    public void Add(long offset, in ReadingFields reading)
    {
        var at = Count & RowChunk.Mask;
        if (at == 0) _chunks.Add(memory.Rent());
        var chunk = _chunks[^1];
        chunk.SensorId[at] = memory.Text(reading.SensorId, ref _textBytes);
        chunk.ProductId[at] = memory.Text(reading.ProductId, ref _textBytes);
        chunk.Store[at] = memory.Text(reading.Store, ref _textBytes);
        chunk.Extra[at] = reading.Extra.IsEmpty ? null : memory.Text(reading.Extra, ref _textBytes);
        chunk.Offset[at] = offset;
        chunk.TimestampMs[at] = reading.TimestampMs;
        chunk.Quantity[at] = reading.Quantity;
        chunk.Threshold[at] = reading.Threshold;
        chunk.Latitude[at] = reading.Latitude;
        chunk.Longitude[at] = reading.Longitude;
        chunk.Alert[at] = reading.Alert;
        chunk.Hour[at] = CountHour(LakeLayout.HourOf(reading.TimestampMs));
        Count++;
    }

    /// <summary>Empties the rows and gives their memory back.</summary>
    public void Clear()
    {
        foreach (var chunk in _chunks) memory.Return(chunk);
        _chunks.Clear();
        _hours.Clear();
        _rowsPerHour.Clear();
        _hourIndex.Clear();
        _lastHour = -1;
        _textBytes = Count = 0;
    }

    /// <summary>The rows of each hour in the order of their offsets; hours ascending. Valid until the rows change.</summary>
    public IReadOnlyList<HourRows> ByHour()
    {
        if (_order.Length < Count) _order = new int[Math.Max(Count, Math.Min(_order.Length * 2, Array.MaxLength))];
        var next = new int[_hours.Count];
        for (var hour = 1; hour < next.Length; hour++) next[hour] = next[hour - 1] + _rowsPerHour[hour - 1];
        var groups = _hours.Select((hour, index) => new HourRows(hour, _order.AsMemory(next[index], _rowsPerHour[index]))).OrderBy(group => group.Hour)
            .ToArray();
        for (var row = 0; row < Count; row++) _order[next[_chunks[row >> RowChunk.Bits].Hour[row & RowChunk.Mask]]++] = row;
        return groups;
    }

    /// <summary>Copies one column's values of some rows.</summary>
    internal void Copy<T>(Func<RowChunk, T[]> column, ReadOnlySpan<int> rows, Span<T> to)
    {
        var current = -1;
        T[] values = [];
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            if (row >> RowChunk.Bits != current) values = column(_chunks[current = row >> RowChunk.Bits]);
            to[i] = values[row & RowChunk.Mask];
        }
    }

    int CountHour(long hour)
    {
        if (_lastHour < 0 || _hours[_lastHour] != hour)
        {
            if (!_hourIndex.TryGetValue(hour, out _lastHour))
            {
                _hourIndex.Add(hour, _lastHour = _hours.Count);
                _hours.Add(hour);
                _rowsPerHour.Add(0);
            }
        }
        CollectionsMarshal.AsSpan(_rowsPerHour)[_lastHour]++;
        return _lastHour;
    }
}

/// <summary>Rows that share a folder of the lake.</summary>
/// <param name="Hour">Hours since 1970-01-01 UTC.</param>
/// <param name="Rows">Their numbers, ascending.</param>
public readonly record struct HourRows(long Hour, ReadOnlyMemory<int> Rows);
