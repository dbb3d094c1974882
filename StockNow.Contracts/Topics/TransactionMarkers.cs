namespace StockNow.Contracts.Topics;

/// <summary>Offsets of a partition that hold no record: on Kafka each transaction ends with a marker that takes one.</summary>
public static class TransactionMarkers
{
    /// <summary>How many of them may lie after the last record. A committed offset passes over them; a range of the lake ends with a record.</summary>
    public const int MostAtEnd = 16;
}
