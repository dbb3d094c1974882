using System.Globalization;
using System.Text;
using CsCheck;
using StockNow.Contracts.Events;

namespace StockNow.Tests.Contracts;

/// <summary>The reader against the plain one of <see cref="ReadingOracle"/>, on readings put together from good and bad parts and then damaged.</summary>
sealed class ReadingPropertyTests
{
    static readonly Gen<string> Text =
        Mostly(["\"shelf-2\"", "\"\"", "\"crème 😀\"", "\"a\\u00e8\\n\\\"\"", "\"\\ud83d\\ude00\"", "\"\\u0000\""], ["\"\\ud83d\"", "7", "null", "[\"x\"]"]);

    static readonly Gen<string> Time = Mostly(
        ["\"2025-07-05T13:52:00Z\"", "\"2024-02-29T23:59:59.1234567+14:00\"", "\"2025-07-05T13:52:00\\u005a\"", "\"1969-12-31T23:59:59.9Z\"",
            "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.999Z\"",
            "\"2025-07-05T13:52:07.123456789Z\"", "\"2025-07-05 15:52+02\"", "\"2025-07-05t15:52:07,5+0200[Europe/Paris]\"", "\"2016-12-31T23:59:60z\""],
        ["\"0001-01-01T00:00:00+00:01\"", "\"2025-02-29T00:00:00Z\"", "\"2025-07-05T13:52:60Z\"", "\"2025-07-05\"", "\"2025-07-05T13:52:00\"", "1751723520"]);

    static readonly Gen<string> Count = Mostly(["0", "3", "-0", "2147483647"], ["-1", "3.0", "3e0", "2147483648", "1e999", "\"3\"", "true"]);

    static readonly Gen<string> Degrees =
        Mostly(["0", "48.85", "90", "-90.0", "4885e-2", "0.1000000000000000055511151231257827"], ["91", "-181", "1e999", "NaN", "\"48\"", "null"]);

    static readonly Gen<string> Flag = Mostly(["true", "false"], ["1", "\"true\"", "null"]);

    static readonly Gen<string> Value = Mostly(
        ["1.50", "\"text\"", "\"\\ud83d\\ude00\"", "null", " [1, {\"y\":2}]", "{\"y\":{\"z\":1}}", "123456789012345678901234567890", "-0.0e-0"],
            ["{\"y\":1,\"y\":2}", "[{\"y\":1,\"\\u0079\":2}]", "{\"\\ud800\":1}", "\"\\ud800\"", "[{\"y\":[\"\\udc00x\"]}]",
            "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]"]);

    static readonly Gen<string> Name = Mostly(["x", "battery", "Quantity", "\\u0078"], ["lat", "sensor_id", "sensor\\u005fid"]);

    static readonly Gen<string> Line =
        from sensor in Text from time in Time from product in Text from quantity in Count from threshold in Count from location in Place
        from flag in Flag from extra in Extra from seed in Gen.Int[0, 50]
        select Join([$"\"sensor_id\":{sensor}", $"\"timestamp\":{time}", $"\"product_id\":{product}", $"\"quantity\":{quantity}",
            $"\"threshold\" : {threshold}", $"\"location\":{location}", $"\"alert\":{flag}", .. extra], seed);

    static Gen<string> Place => Gen.Select(Text, Degrees, Degrees, Extra, Gen.Int[0, 50])
        .Select((store, lat, lon, extra, seed) => Join([$"\"store\":{store}", $"\"lat\":{lat}", $"\"lon\":{lon}", .. extra], seed));

    static Gen<string[]> Extra => Gen.Select(Name, Value).Select((name, value) => $"\"{name}\":{value}").Array[0, 2];

    [Test]
    public void A_line_of_good_and_bad_parts_is_judged_and_read_as_the_plain_reader_does() =>
        Line.Sample(line => Agree(Encoding.UTF8.GetBytes(line)), iter: 10_000);

    [Test]
    public void A_damaged_line_is_judged_and_read_as_the_plain_reader_does() =>
        Gen.Select(Gen.OneOf(GoodLine, Line), Gen.Int[0, 300], Gen.Int[0, 300], Gen.Byte.Array[0, 3]).Sample((line, from, length, bytes) =>
        {
            var good = Encoding.UTF8.GetBytes(line);
            var (start, end) = (Math.Min(from, good.Length), Math.Min(from + length % 4, good.Length));
            Agree([.. good[..start], .. bytes, .. good[end..]]);
        }, iter: 10_000);

    [Test]
    public void A_line_in_the_plain_spelling_is_judged_and_read_as_the_plain_reader_does() =>
        PlainLine.Sample(line => Agree(Encoding.UTF8.GetBytes(line)), iter: 10_000);

    [Test]
    public void A_damaged_line_in_the_plain_spelling_is_judged_and_read_as_the_plain_reader_does() =>
        Gen.Select(PlainLine, Gen.Int[0, 250], Gen.Int[0, 2], Gen.OneOf(Gen.Byte, Gen.Char["\"\\{}:,.-0 eE"].Select(one => (byte)one)).Array[0, 2])
        .Sample((line, from, length, bytes) =>
        {
            var good = Encoding.UTF8.GetBytes(line);
            var (start, end) = (Math.Min(from, good.Length), Math.Min(from + length, good.Length));
            Agree([.. good[..start], .. bytes, .. good[end..]]);
        }, iter: 20_000);

    [Test]
    public void A_good_line_that_was_cut_anywhere_is_malformed() => GoodLine.Sample(line =>
    {
        var good = Encoding.UTF8.GetBytes(line);
        for (var length = 0; length < good.Length; length++)
            new ReadingReader().TryRead(good.AsSpan(0, length), out _, out _).Should().BeFalse();
    }, iter: 50);

    [Test]
    public void The_parts_make_enough_good_lines_to_mean_something()
    {
        int good = 0, extra = 0, all = 0;
        Line.Sample(line =>
        {
            Interlocked.Increment(ref all);
            if (ReadingOracle.Read(Encoding.UTF8.GetBytes(line)) is not { } reading) return;
            Interlocked.Increment(ref good);
            if (reading.Extra.Length > 0) Interlocked.Increment(ref extra);
        }, iter: 10_000);

        good.Should().BeInRange(all / 10, all * 9 / 10);
        extra.Should().BeGreaterThan(all / 20);
    }

    static Gen<string> GoodLine => Gen.Int[0, 99].Select(n =>
        $$"""{"sensor_id":"shelf-{{n}}","timestamp":"2025-07-05T13:52:{{n % 60:00}}Z","product_id":"crème","quantity":{{n}},"threshold":5,"location":{"store":"paris-12","lat":48.85,"lon":2.34,"aisle":{{n}}.10},"alert":true,"tags":["a", {"b":null}]}""");

    static readonly Gen<string> PlainText =
        Mostly(["shelf-2", "", "crème 😀", "london-01/shelf-38", "white hanging heart t-light holder"], ["\\u0041", "\t", "\u007f", "\\"]);

    static readonly Gen<string> PlainNumber =
        Mostly(["0", "7", "999999999", "48.85", "-0.13", "90", "-90.0", "0.0"],
        ["-0", "00", "01", "1.", ".5", "-", "", "1e1", "9999999999", "123456789.123456", "1234567890.123456", "0.12345678901234", "0.1234567890123456",
        "2147483647", "2147483648"]);

    static readonly Gen<string> AnyDegrees =
        Gen.OneOf(PlainNumber, Gen.Double[-181, 181].Select(degrees => degrees.ToString("R", CultureInfo.InvariantCulture)),
        Gen.Decimal[-91, 91].Select(degrees => degrees.ToString("0.#############", CultureInfo.InvariantCulture)));

    static Gen<string> PlainLine =>
        from sensor in PlainText from time in Time from product in PlainText from store in PlainText from quantity in PlainNumber
        from threshold in PlainNumber from lat in AnyDegrees from lon in AnyDegrees from flag in Flag
        select $$"""{"sensor_id":"{{sensor}}","timestamp":{{time}},"product_id":"{{product}}","quantity":{{quantity}},"threshold":{{threshold}},"location":{"store":"{{store}}","lat":{{lat}},"lon":{{lon}}},"alert":{{flag}}}""";

    static Gen<string> Mostly(string[] good, string[] bad) =>
        Gen.Select(Gen.Int[0, 19], Gen.Int[0, 999]).Select((chance, pick) => chance == 0 ? bad[pick % bad.Length] : good[pick % good.Length]);

    static void Agree(byte[] line)
    {
        var expected = ReadingOracle.Read(line);
        var isReading = new ReadingReader().TryRead(line, out var reading, out var error);
        var seen = !isReading ? null : new SeenReading(
            TextOf(reading.SensorId), TextOf(reading.ProductId), TextOf(reading.Store), reading.TimestampMs, reading.Quantity, reading.Threshold,
            reading.Latitude, reading.Longitude,
            reading.Alert, ReadingOracle.MembersOf(reading.Extra));
        if (seen != expected || isReading == (error is not null))
            throw new AssertionException($"{Encoding.UTF8.GetString(line)}\nread as {seen}, because it {error}\nis      {expected}");
    }

    // In an order that the seed chooses; each eleventh seed loses a member.
    static string Join(string[] members, int seed)
    {
        new Random(seed).Shuffle(members);
        return $"{{{string.Join(seed % 2 == 0 ? "," : " , ", seed % 11 == 10 ? members[1..] : members)}}}";
    }

    static string TextOf(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
