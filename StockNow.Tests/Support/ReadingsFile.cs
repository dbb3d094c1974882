using StockNow.Contracts.Events;

namespace StockNow.Tests.Support;

/// <summary>A file of readings with what must come of it: the real ones where they lie beside the repository, otherwise made ones.</summary>
sealed record ReadingsFile(string Path, long Readings, long Alerts, TimeSpan Span)
{
    public static ReadingsFile RealOrMade(TempFolder folder) => SharedData.IsThere
        ? new ReadingsFile(SharedData.Readings, 84_533, 15_246, TimeSpan.FromDays(61.4))
        : Make(folder, 60_000, TimeSpan.FromDays(30));

    public static ReadingsFile Make(TempFolder folder, int readings, TimeSpan span)
    {
        var path = folder["readings.ndjson"];
        using var file = File.Create(path);
        using var writer = new ReadingWriter();
        var random = new Random(7);
        var start = new DateTimeOffset(2025, 3, 1, 0, 0, 0, TimeSpan.Zero);
        var alerts = 0;
        for (var n = 0; n < readings; n++)
        {
            var (quantity, threshold) = (random.Next(0, 30), random.Next(1, 8));
            if (quantity < threshold) alerts++;
            file.Write(writer.Write(new StockReading(
                $"shelf-{random.Next(100)}", start
                + span * ((double)n / readings), $"product-{random.Next(500)}", quantity, threshold, new Location("paris-12", 48.85, 2.34),
                quantity < threshold)));
            file.WriteByte((byte)'\n');
        }
        return new ReadingsFile(path, readings, alerts, span);
    }
}
