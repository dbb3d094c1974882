namespace StockNow.Contracts.Lake;

/// <summary>The table's columns, fixed because other programs read them.</summary>
public static class ReadingColumns
{
    /// <summary>Text.</summary>
    public const string SensorId = "sensor_id";

    /// <summary>TIMESTAMP MILLIS, adjusted to UTC.</summary>
    public const string Timestamp = "timestamp";

    /// <summary>Text.</summary>
    public const string ProductId = "product_id";

    /// <summary>INT32.</summary>
    public const string Quantity = "quantity";

    /// <summary>INT32.</summary>
    public const string Threshold = "threshold";

    /// <summary>Text.</summary>
    public const string Store = "store";

    /// <summary>DOUBLE, degrees.</summary>
    public const string Latitude = "lat";

    /// <summary>DOUBLE, degrees.</summary>
    public const string Longitude = "lon";

    /// <summary>BOOLEAN.</summary>
    public const string Alert = "alert";

    /// <summary>Text, nullable: one JSON object with the members that the wire format does not know.</summary>
    public const string Extra = "extra";

    /// <summary>Text: the topic that the reading came from.</summary>
    public const string Topic = "topic";

    /// <summary>INT32: its partition.</summary>
    public const string Partition = "partition";

    /// <summary>INT64: its offset.</summary>
    public const string Offset = "offset";

    /// <summary>All of them, in the order in which they stand in a file.</summary>
    public static IReadOnlyList<string> All { get; } =
        [SensorId, Timestamp, ProductId, Quantity, Threshold, Store, Latitude, Longitude, Alert, Extra, Topic, Partition, Offset];
}
