using System.Runtime.InteropServices;
using StockNow.Contracts.Events;
using StockNow.Stages.Engines.Cells;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Analysis.Fresh;

/// <summary>The cells of neighbouring offsets of one partition.</summary>
/// <param name="from">The first offset.</param>
sealed class TailStretch(long from)
{
    readonly Dictionary<CellKey, Cell> _cells = [];

    /// <summary>The first offset.</summary>
    public long From { get; } = from;

    /// <summary>The offset after the last one.</summary>
    public long To { get; private set; } = from;

    /// <summary>The cells.</summary>
    public IReadOnlyDictionary<CellKey, Cell> Cells => _cells;

    /// <summary>Counts the readings of a batch; what is no reading does not count, as in the lake.</summary>
    public void Add(RecordBatch batch, ReadingReader reader, RowMemory memory)
    {
        for (var i = 0; i < batch.Count; i++)
            if (reader.TryRead(batch[i].Value, out var reading, out _)) Add(reading, memory);
        To = batch.NextOffset;
    }

    /// <summary>Notes that no offset before this one holds a further record.</summary>
    public void Extend(long to) => To = Math.Max(To, to);

    void Add(in ReadingFields reading, RowMemory memory)
    {
        long bytes = 0;
        var key = new CellKey(CellColumns.TimeOf(reading.TimestampMs), memory.Text(reading.Store, ref bytes), memory.Text(reading.ProductId, ref bytes));
        ref var cell = ref CollectionsMarshal.GetValueRefOrAddDefault(_cells, key, out _);
        cell.Readings++;
        cell.Alerts += reading.Alert ? 1 : 0;
        cell.Quantity += reading.Quantity;
        cell.Threshold += reading.Threshold;
    }
}
