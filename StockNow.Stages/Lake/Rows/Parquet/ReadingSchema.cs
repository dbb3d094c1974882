using Parquet;
using Parquet.Schema;
using StockNow.Contracts.Lake;

namespace StockNow.Stages.Lake.Rows.Parquet;

/// <summary>The table's columns as Parquet fields, in the order in which they stand in a file.</summary>
sealed class ReadingSchema
{
    public readonly DataField SensorId = Text(ReadingColumns.SensorId), ProductId = Text(ReadingColumns.ProductId), Store = Text(ReadingColumns.Store);
    public readonly DataField Topic = Text(ReadingColumns.Topic), Extra = new DataField<string>(ReadingColumns.Extra, nullable: true);

    // Milliseconds, because Parquet.Net writes wrong minimum and maximum for any other unit.
    public readonly DataField Timestamp =
        new DateTimeDataField(ReadingColumns.Timestamp, DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Millis, isNullable: false);

    public readonly DataField Quantity = new DataField<int>(ReadingColumns.Quantity), Threshold = new DataField<int>(ReadingColumns.Threshold);
    public readonly DataField Partition = new DataField<int>(ReadingColumns.Partition), Offset = new DataField<long>(ReadingColumns.Offset);
    public readonly DataField Latitude = new DataField<double>(ReadingColumns.Latitude), Longitude = new DataField<double>(ReadingColumns.Longitude);
    public readonly DataField Alert = new DataField<bool>(ReadingColumns.Alert);

    public ReadingSchema()
    {
        Schema = new ParquetSchema(SensorId, Timestamp, ProductId, Quantity, Threshold, Store, Latitude, Longitude, Alert, Extra, Topic, Partition, Offset);
        Options = new ParquetOptions
        {
            CompressionMethod = CompressionMethod.Zstd,
            // The library's default level takes a hundred times as long for a tenth less space.
            CompressionLevel = System.IO.Compression.CompressionLevel.Fastest,
            MaximumSmallPoolFreeBytes = 16 << 20,
            MaximumLargePoolFreeBytes = 32 << 20,
        };
        foreach (var field in new[] { SensorId, ProductId, Store, Topic }) Options.ColumnEncodingHints[field.Path.ToString()] = EncodingHint.Dictionary;
        Options.ColumnEncodingHints[Offset.Path.ToString()] = EncodingHint.DeltaBinaryPacked;
    }

    public ParquetSchema Schema { get; }

    public ParquetOptions Options { get; }

    static DataField<string> Text(string name) => new(name, nullable: false);
}
