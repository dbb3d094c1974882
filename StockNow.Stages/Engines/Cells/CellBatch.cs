namespace StockNow.Stages.Engines.Cells;

/// <summary>Some cells, column by column.</summary>
sealed class CellBatch(int capacity)
{
    /// <summary>See <see cref="CellColumns"/>.</summary>
    public long[] Time { get; } = new long[capacity];

    /// <inheritdoc cref="CellColumns.Store"/>
    public string[] Store { get; } = new string[capacity];

    /// <inheritdoc cref="CellColumns.Product"/>
    public string[] Product { get; } = new string[capacity];

    /// <inheritdoc cref="CellColumns.Readings"/>
    public long[] Readings { get; } = new long[capacity];

    /// <inheritdoc cref="CellColumns.Alerts"/>
    public long[] Alerts { get; } = new long[capacity];

    /// <inheritdoc cref="CellColumns.Quantity"/>
    public long[] Quantity { get; } = new long[capacity];

    /// <inheritdoc cref="CellColumns.Threshold"/>
    public long[] Threshold { get; } = new long[capacity];

    /// <summary>How many cells it holds.</summary>
    public int Count { get; private set; }

    /// <summary>Whether it holds as many as it can.</summary>
    public bool IsFull => Count == capacity;

    /// <summary>Adds a cell.</summary>
    public void Add(long time, string store, string product, long readings, long alerts, long quantity, long threshold)
    {
        (Time[Count], Store[Count], Product[Count]) = (time, store, product);
        (Readings[Count], Alerts[Count], Quantity[Count], Threshold[Count]) = (readings, alerts, quantity, threshold);
        Count++;
    }

    /// <summary>Makes it empty.</summary>
    public void Clear() => Count = 0;
}
