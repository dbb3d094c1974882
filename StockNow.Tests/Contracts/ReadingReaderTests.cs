using System.Text;
using CsCheck;
using StockNow.Contracts.Events;

namespace StockNow.Tests.Contracts;

/// <summary>What is a reading, and what is malformed and why.</summary>
sealed class ReadingReaderTests
{
    const string Good = """{"sensor_id":"shelf-2","timestamp":"2025-07-05T13:52:00Z","product_id":"GTA6","quantity":3,"threshold":5,"location":{"store":"paris-12","lat":48.85,"lon":2.34},"alert":true}""";

    readonly ReadingReader _reader = new();

    [Test]
    public void A_reading_in_wire_format_is_read_whole()
    {
        _reader.TryRead(Utf8(Good), out var reading, out var error).Should().BeTrue();

        error.Should().BeNull();
        Text(reading.SensorId).Should().Be("shelf-2");
        Text(reading.ProductId).Should().Be("GTA6");
        Text(reading.Store).Should().Be("paris-12");
        reading.TimestampMs.Should().Be(new DateTimeOffset(2025, 7, 5, 13, 52, 0, TimeSpan.Zero).ToUnixTimeMilliseconds());
        (reading.Quantity, reading.Threshold, reading.Latitude, reading.Longitude, reading.Alert).Should().Be((3, 5, 48.85, 2.34, true));
        reading.Extra.IsEmpty.Should().BeTrue();
    }

    [TestCase(":3,", ":-3,", "'quantity' is not an integer from 0 to 2147483647")]
    [TestCase(":3,", ":3.0,", "'quantity' is not an integer from 0 to 2147483647")]
    [TestCase(":3,", ":3e0,", "'quantity' is not an integer from 0 to 2147483647")]
    [TestCase(":3,", ":99999999999999999999,", "'quantity' is not an integer from 0 to 2147483647")]
    [TestCase(":3,", ":\"3\",", "'quantity' is not a number")]
    [TestCase(":3,", ":null,", "'quantity' is not a number")]
    [TestCase(":5,", ":-1,", "'threshold' is not an integer from 0 to 2147483647")]
    [TestCase("\"shelf-2\"", "7", "'sensor_id' is not a string")]
    [TestCase("\"GTA6\"", "{}", "'product_id' is not a string")]
    [TestCase("\"paris-12\"", "true", "'location.store' is not a string")]
    [TestCase("48.85", "-90.0001", "'location.lat' is not within -90 and 90")]
    [TestCase("48.85", "\"48\"", "'location.lat' is not a number")]
    [TestCase("2.34", "-181", "'location.lon' is not within -180 and 180")]
    [TestCase("true}", "\"true\"}", "'alert' is not true or false")]
    [TestCase("true}", "null}", "'alert' is not true or false")]
    [TestCase("2025-07-05T13:52:00Z", "2025-02-30T13:52:00Z", "'timestamp' names a date that does not exist")]
    [TestCase("2025-07-05T13:52:00Z", "2025-07-05T24:00:00Z", "'timestamp' names a time of day that does not exist")]
    [TestCase("2025-07-05T13:52:00Z", "2025-07-05T13:52:00", "'timestamp' has no offset from UTC; end it with Z or an offset such as +02:00")]
    [TestCase("2025-07-05T13:52:00Z", "2025-07-05", "'timestamp' has no time of day; write one such as 2025-07-05T13:52:00Z")]
    [TestCase("\"2025-07-05T13:52:00Z\"", "1751723520", "'timestamp' is not a string")]
    [TestCase("{\"store\":\"paris-12\",\"lat\":48.85,\"lon\":2.34}", "\"paris-12\"", "'location' is not an object")]
    [TestCase("GTA6", "\\ud800", "holds an escape that is half of a character (a lone surrogate)")]
    [TestCase("\"alert\":true}", "\"alert\":true,\"quantity\":3}", "repeats 'quantity'")]
    [TestCase("\"alert\":true}", "\"alert\":true,\"sensor\\u005fid\":\"x\"}", "repeats 'sensor_id'")]
    [TestCase("\"lon\":2.34", "\"lon\":2.34,\"lat\":1", "repeats 'location.lat'")]
    [TestCase("\"alert\":true}", "\"alert\":true,\"a\":1,\"a\":2}", "repeats 'a'")]
    [TestCase("\"alert\":true}", "\"alert\":true,\"a\":[{\"b\":1,\"b\":2}]}", "repeats 'b'")]
    [TestCase("\"lon\":2.34", "\"lon\":2.34,\"x\":1,\"x\":2", "repeats 'location.x'")]
    [TestCase("\"alert\":true}", "\"alert\":tru", "is not JSON: *")]
    public void A_wrong_value_is_malformed_and_says_which(string from, string to, string why) => ErrorOf(Utf8(Good.Replace(from, to))).Should().Match(why);

    [TestCase("sensor_id")]
    [TestCase("timestamp")]
    [TestCase("product_id")]
    [TestCase("quantity")]
    [TestCase("threshold")]
    [TestCase("location")]
    [TestCase("alert")]
    public void A_missing_field_is_named(string field) => ErrorOf(Utf8(Good.Replace($"\"{field}\"", "\"other\""))).Should().Be($"lacks '{field}'");

    [TestCase("store")]
    [TestCase("lat")]
    [TestCase("lon")]
    public void A_missing_field_of_the_location_is_named(string field) =>
        ErrorOf(Utf8(Good.Replace($"\"{field}\"", "\"other\""))).Should().Be($"lacks 'location.{field}'");

    [Test]
    public void Bytes_that_are_no_UTF8_and_marks_before_the_object_are_malformed()
    {
        ErrorOf([.. Utf8(Good[..20]), 0xC3, 0x28, .. Utf8(Good[20..])]).Should().Be("is not UTF-8");
        ErrorOf([0xEF, 0xBB, 0xBF, .. Utf8(Good)]).Should().Be("begins with a byte order mark");
    }

    [Test]
    public void A_reading_longer_than_allowed_is_malformed()
    {
        new ReadingReader(ReadingLimits.Default with { MaxBytes = 100 }).TryRead(Utf8(Good), out _, out var error).Should().BeFalse();

        error.Should().Be($"is longer than 100 bytes ({Good.Length})");
    }

    [Test]
    public void Unknown_members_are_kept_as_they_stand()
    {
        var line = Good.Replace("\"lon\":2.34", "\"lon\":2.34,\"aisle\": {\"n\":1.50}")
            .Replace("\"alert\":true", "\"alert\":true,\"battery\":0.910,\"tags\":[\"a\", null]");

        _reader.TryRead(Utf8(line), out var reading, out _).Should().BeTrue();

        Text(reading.Extra).Should().Be("""{"battery":0.910,"tags":["a", null],"location":{"aisle":{"n":1.50}}}""");
    }

    [Test]
    public void Escapes_are_read_as_what_they_mean()
    {
        _reader.TryRead(Utf8(Good.Replace("GTA6", "cr\\u00e8me \\\"solaire\\\"").Replace("shelf-2", "\\ud83d\\ude00")), out var reading, out _).Should()
            .BeTrue();

        (Text(reading.ProductId), Text(reading.SensorId)).Should().Be(("crème \"solaire\"", "😀"));
    }

    [Test]
    public void Members_may_come_in_any_order_with_white_space_between() =>
        ErrorOf(Utf8("\t{ \"alert\" : false , \"location\":{\"lon\":0,\"lat\":0,\"store\":\"\"}, "
        + "\"threshold\":0,\"quantity\":0,\"product_id\":\"\",\"timestamp\":\"2025-07-05T13:52:00+02:00\",\"sensor_id\":\"\"} \r"))
            .Should().BeNull();

    [Test]
    public void The_sensor_of_a_broken_line_is_made_out_where_it_can_be()
    {
        Text(_reader.SensorIdOf(Utf8(Good[..60]))).Should().Be("shelf-2");
        Text(_reader.SensorIdOf(Utf8("{\"a\":[1,2],\"sensor_id\":\"x\""))).Should().Be("x");
        Text(_reader.SensorIdOf(Utf8("{\"sensor_id\":7}"))).Should().BeEmpty();
        Text(_reader.SensorIdOf(Utf8("no json"))).Should().BeEmpty();
        Text(_reader.SensorIdOf([])).Should().BeEmpty();
    }

    [TestCase("""{"sensor\u005fid":"x""" + "\"", "x")]
    [TestCase("""{"sensor_id":"caf\u00e9",cut""", "café")]
    [TestCase("""{"location":{"sensor_id":"inner"},"sensor_id":"outer"}""", "outer")]
    [TestCase("""{"sensor_id":"first","sensor_id":"second"}""", "first")]
    [TestCase("""{"sensor_id":"\ud800"}""", "")]
    [TestCase("""{"\ud800":1,"sensor_id":"x"}""", "x")]
    [TestCase("""{"sensor_id":"cut""", "")]
    [TestCase("""{"a":[1""", "")]
    [TestCase("""["sensor_id","x"]""", "")]
    public void The_sensor_is_made_out_however_it_is_spelled_and_never_guessed(string line, string sensor) =>
        Text(_reader.SensorIdOf(Utf8(line))).Should().Be(sensor);

    [Test]
    public void A_sensor_that_is_no_UTF8_is_none() => Text(_reader.SensorIdOf([.. "{\"sensor_id\":\"a"u8, 0xC3, 0x28, .. "\"}"u8])).Should().BeEmpty();

    [Test]
    public void What_was_written_is_read_back() =>
        Gen.Select(Gen.String, Gen.String, Gen.String, Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue], Gen.Double[-90, 90], Gen.Double[-180, 180],
        Gen.Long[-62135596800000, 253402300799999]).Sample(
            (sensor, product, store, quantity, threshold, lat, lon, milliseconds) =>
            {
                using var writer = new ReadingWriter();
                (sensor, product, store) = (Clean(sensor), Clean(product), Clean(store));
                var json = writer.Write(new StockReading(
                    sensor, DateTimeOffset.FromUnixTimeMilliseconds(milliseconds), product, quantity, threshold, new Location(store, lat, lon),
                    quantity < threshold)).ToArray();
                return new ReadingReader().TryRead(json, out var reading, out _) && Text(reading.SensorId) == sensor && Text(reading.ProductId) == product
                    && Text(reading.Store) == store
                    && reading.Quantity == quantity && reading.Threshold == threshold && reading.Latitude == lat && reading.Longitude == lon
                    && reading.TimestampMs == milliseconds && reading.Alert == quantity < threshold;
            });

    [Test]
    public void No_bytes_make_it_throw() => Gen.Byte.Array[0, 300].Sample(bytes =>
    {
        _ = new ReadingReader().TryRead(bytes, out _, out var error);
        _ = new ReadingReader().SensorIdOf(bytes);
        return error is not null;
    });

    [Test]
    public void A_reading_with_a_byte_changed_is_judged_as_a_slow_and_plain_reader_does() =>
        Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Byte).Sample((at, value) =>
        {
            var bytes = Utf8(Good);
            bytes[at] = value;
            return new ReadingReader().TryRead(bytes, out _, out _) == (ReadingOracle.Read(bytes) is not null);
        }, iter: 20_000);

    [Test]
    public void A_good_reading_costs_no_memory()
    {
        var bytes = Utf8(Good);
        _reader.TryRead(bytes, out _, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++) _reader.TryRead(bytes, out _, out _);

        (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
    }

    string? ErrorOf(byte[] line)
    {
        _reader.TryRead(line, out _, out var error);
        return error;
    }

    static string Clean(string text) => new([.. text.Where(letter => !char.IsSurrogate(letter))]);

    static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
