namespace StockNow.Stages.Lake.Rows;

/// <summary>A fixed number of rows, a column an array. Small enough to stay out of the large object heap.</summary>
sealed class RowChunk
{
    public const int Bits = 13, Size = 1 << Bits, Mask = Size - 1;

    /// <summary>What a row costs beside text of its own.</summary>
    public const int BytesPerRow = 4 * 8 + 2 * 8 + 3 * 4 + 2 * 8 + 1;

    public readonly string[] SensorId = new string[Size], ProductId = new string[Size], Store = new string[Size];
    public readonly string?[] Extra = new string?[Size];
    public readonly long[] Offset = new long[Size], TimestampMs = new long[Size];
    public readonly int[] Quantity = new int[Size], Threshold = new int[Size], Hour = new int[Size];
    public readonly double[] Latitude = new double[Size], Longitude = new double[Size];
    public readonly bool[] Alert = new bool[Size];

    /// <summary>Lets go of the text, so that a pooled chunk keeps none alive.</summary>
    public void Forget()
    {
        Array.Clear(SensorId);
        Array.Clear(ProductId);
        Array.Clear(Store);
        Array.Clear(Extra);
    }
}
