using System.Globalization;
using System.Text;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Lake.Rows;

namespace StockNow.Tests.Lake;

/// <summary>Readings for tests of the lake.</summary>
static class Readings
{
    public static readonly TopicPartition Partition = new(TopicNames.Input, 0);

    public static readonly DateTimeOffset Noon = new(2025, 7, 5, 12, 0, 0, TimeSpan.Zero);

    public static byte[] Json(DateTimeOffset time, string sensor = "shelf-1", string product = "GTA6", int quantity = 3, string extra = "") =>
        Encoding.UTF8.GetBytes(
        $$$"""{"sensor_id":"{{{sensor}}}","timestamp":"{{{time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)}}}","product_id":"{{{product}}}","quantity":{{{quantity}}},"threshold":5,"location":{"store":"paris-12","lat":48.85,"lon":2.34},"alert":true{{{extra}}}}""");

    /// <summary>Rows of readings, offsets counting up from 0.</summary>
    public static ReadingRows Rows(params IEnumerable<byte[]> readings)
    {
        var rows = new ReadingRows(Partition, new RowMemory());
        var reader = new ReadingReader();
        var offset = 0L;
        foreach (var json in readings)
        {
            reader.TryRead(json, out var reading, out var error).Should().BeTrue(error);
            rows.Add(offset++, reading);
        }
        return rows;
    }
}
