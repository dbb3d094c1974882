using System.IO.Compression;
using System.Text;
using StockNow.Contracts.Events;
using StockNow.Stages.Simulator;
using StockNow.Tests.Support;

namespace StockNow.Tests.Simulator;

/// <summary>The readings that ship with the project are those of our own simulator.</summary>
public sealed class SampleReadingsTests
{
    static readonly string Sample = Path.Combine(SharedData.RepositoryRoot, "samples", "readings.ndjson.gz");

    static SimulatorOptions Settings => new()
    {
        Seed = 17,
        StartTime = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero),
        Duration = TimeSpan.FromDays(14),
        Interval = TimeSpan.FromHours(1),
        Stores = 2,
        Speed = Speed.Max,
        Faults = new() { BrokenAfter = TimeSpan.FromDays(9), SilentAfter = TimeSpan.FromDays(13) },
    };

    [Test]
    public async Task They_are_what_the_settings_make_byte_for_byte()
    {
        using var bench = new SimulatorBench { Options = Settings };
        await bench.RunAsync();
        var lines = string.Concat(bench.Log.Records.Select(record => Encoding.UTF8.GetString(record.Value) + "\n"));
        if (Environment.GetEnvironmentVariable("STOCKNOW_UPDATE_DOCS") == "1") Write(lines);
        Read().Should().Be(lines, "samples/readings.ndjson.gz is written by STOCKNOW_UPDATE_DOCS=1 dotnet test --filter SampleReadings");
    }

    [Test]
    public void They_have_alerts_empty_shelves_refills_two_weekends_and_one_line_that_is_no_reading()
    {
        var reader = new ReadingReader();
        var (readings, alerts, empty, malformed, days) = (0, 0, 0, 0, new HashSet<DateOnly>());
        foreach (var line in Read().TrimEnd('\n').Split('\n'))
        {
            if (!reader.TryRead(Encoding.UTF8.GetBytes(line), out var reading, out _))
            {
                malformed++;
                continue;
            }
            readings++;
            if (reading.Alert) alerts++;
            if (reading.Quantity == 0) empty++;
            days.Add(DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(reading.TimestampMs).UtcDateTime));
        }
        malformed.Should().Be(1);
        readings.Should().BeInRange(6_000, 7_000);
        alerts.Should().BeInRange(readings / 50, readings / 4);
        empty.Should().BePositive();
        days.Count(day => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday).Should().Be(4);
    }

    static string Read()
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(Sample), CompressionMode.Decompress), Encoding.UTF8);
        return text.ReadToEnd();
    }

    static void Write(string lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Sample)!);
        using var packed = new GZipStream(File.Create(Sample), CompressionLevel.SmallestSize);
        packed.Write(Encoding.UTF8.GetBytes(lines));
    }
}
