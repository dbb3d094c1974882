using System.Globalization;
using System.Text;
using StockNow.Contracts.Events;
using StockNow.Tests.Contracts;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>Readings that were mutated at random, read by the product and by an independent judge: the two must agree on each, field by field.</summary>
sealed class FuzzedReadingsTests
{
    /// <summary>How many; CI sets a million.</summary>
    static readonly int Lines = int.Parse(Environment.GetEnvironmentVariable("STOCKNOW_FUZZ_LINES") ?? "30000", CultureInfo.InvariantCulture);

    static readonly string[] Pieces =
    [
        "\"", "\\", "\\u", "\\ud83d", "\\ude00", "\\u0000", "\\u0041", "{", "}", "[", "]", ",", ":", " ", "\t", "\r\n", "-", "+", ".", "0", "1e9", "E-2", "00",
            "null", "true", "false", "NaN", "é", "😀", "\u007f",
        "sensor_id", "\"alert\":true,", "\"x\":{\"y\":[1,2]},", "\"x\":\"\\ud800\",", "\"x\":[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]],", "Z", "z", "+02", "+0200",
        "[Europe/Paris]", "[!x]", ":60", "23:59:60", ",5", "2147483648", "-0", "90.0000001", "/*", "//", "\0",
    ];

    static readonly string[] Seeds =
    [
        """{"sensor_id":"shelf-2","timestamp":"2025-07-05T13:52:00Z","product_id":"GTA6","quantity":3,"threshold":5,"location":{"store":"paris-12","lat":48.85,"lon":2.34},"alert":true}""",
        """{"sensor_id":"shelf-2","timestamp":"2016-12-31T23:59:59.123456789+00:00","product_id":"crème 😀","quantity":0,"threshold":2147483647,"location":{"store":"","lat":-90,"lon":180.0,"aisle":{"row":[1,{"b":null}]}},"alert":false,"battery":1.50}""",
        """ { "alert" : true , "location" : { "lon" : -1.5e1 , "lat" : 0 , "store" : "s\u00e9\/" } , "threshold" : 4 , "quantity" : 3 , "product_id" : "a\"b" , "timestamp" : "2024-02-29 13:52+0530[Asia/Kolkata]" , "sensor\u005fid" : "x" , "note" : "\ud83d\ude00" } """,
    ];

    [LongRun]
    [Test]
    public void The_reader_and_an_independent_judge_agree_on_every_mutated_reading()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"{Lines} lines, seed {seed}");
        var good = 0;
        Parallel.For(0, Environment.ProcessorCount, part =>
        {
            var random = new Random(seed + part);
            var reader = new ReadingReader();
            for (var line = part; line < Lines; line += Environment.ProcessorCount)
            {
                var bytes = Mutate(Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]), random);
                var expected = ReadingOracle.Read(bytes);
                var seen = Read(reader, bytes, out var error);
                if (seen != expected)
                    throw new AssertionException($"seed {seed}: {Convert.ToBase64String(bytes)}\n{Encoding.UTF8.GetString(bytes)}\nread as {seen}, because it "
                        + $"{error}\nis      {expected}");
                if (seen is not null) Interlocked.Increment(ref good);
            }
        });
        good.Should().BeInRange(Lines / 50, Lines * 9 / 10, "both kinds must be met");
    }

    static SeenReading? Read(ReadingReader reader, byte[] line, out string? error) =>
        !reader.TryRead(line, out var reading, out error) ? null : new SeenReading(
        Encoding.UTF8.GetString(reading.SensorId), Encoding.UTF8.GetString(reading.ProductId), Encoding.UTF8.GetString(reading.Store), reading.TimestampMs,
        reading.Quantity, reading.Threshold,
        reading.Latitude, reading.Longitude, reading.Alert, ReadingOracle.MembersOf(reading.Extra));

    static byte[] Mutate(byte[] line, Random random)
    {
        for (var times = random.Next(4); times > 0; times--)
        {
            var at = random.Next(line.Length + 1);
            var to = Math.Min(line.Length, at + random.Next(6));
            byte[] with = random.Next(5) switch
            {
                0 => [(byte)random.Next(256)],
                1 => [],
                2 => line[Math.Min(at, random.Next(line.Length + 1))..at],
                3 => [(byte)('0' + random.Next(10))],
                _ => Encoding.UTF8.GetBytes(Pieces[random.Next(Pieces.Length)]),
            };
            line = [.. line[..at], .. with, .. line[(random.Next(2) == 0 ? at : to)..]];
            if (line.Length == 0) return line;
        }
        return line;
    }
}
