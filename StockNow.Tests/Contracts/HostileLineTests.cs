using System.Text;
using StockNow.Contracts.Events;

namespace StockNow.Tests.Contracts;

/// <summary>Lines made to hurt: each is judged, with its whole reason, in little time and with little text.</summary>
sealed class HostileLineTests
{
    const string Open = """{"sensor_id":"shelf-2","timestamp":"2025-07-05T13:52:00Z","product_id":"GTA6","quantity":3,"threshold":5,"location":{"store":"paris-12","lat":48.85,"lon":2.34},"alert":true""";

    readonly ReadingReader _reader = new();

    [TestCase("   ", "The input does not contain any JSON tokens")]
    [TestCase("not json", "'not json' is an invalid JSON literal")]
    [TestCase("\0", "'0x00' is an invalid start of a value")]
    [TestCase("// comment\n{}", "'/' is an invalid start of a value")]
    [TestCase("{", "Expected depth to be zero at the end of the JSON payload")]
    [TestCase("{\"a\"", "Expected a value, but instead reached end of data")]
    [TestCase("{\"a\":1,", "Expected start of a property name or value, but instead reached end of data")]
    [TestCase("{\"a\":\"cut", "Expected end of string, but instead reached end of data")]
    [TestCase("{\"a\":NaN}", "'N' is an invalid start of a value")]
    [TestCase("{\"a\":Infinity}", "'I' is an invalid start of a value")]
    [TestCase("{\"a\":01}", "Invalid leading zero before '1'")]
    [TestCase("{\"a\":+1}", "'+' is an invalid start of a value")]
    [TestCase("{\"a\":0x1}", "'x' is an invalid end of a number")]
    [TestCase("{'a':1}", "''' is an invalid start of a property name")]
    [TestCase("{a:1}", "'a' is an invalid start of a property name")]
    [TestCase("{\"a\":\"x\ny\"}", "'0x0A' is invalid within a JSON string")]
    [TestCase("{\"a\":\"\\x\"}", "'x' is an invalid escapable character within a JSON string")]
    [TestCase("{\"a\":1,}", "The JSON object contains a trailing comma at the end which is not supported in this mode")]
    [TestCase("{\"a\":[1,]}", "The JSON array contains a trailing comma at the end which is not supported in this mode")]
    [TestCase("{\"a\" 1}", "'1' is invalid after a property name")]
    [TestCase("{\"a\":1 \"b\":2}", "'\"' is invalid after a value")]
    [TestCase(Open + "} x", "'x' is invalid after a single JSON value")]
    [TestCase(Open + "}{}", "'{' is invalid after a single JSON value")]
    [TestCase(Open + "}}", "'}' is invalid after a single JSON value")]
    [TestCase(Open, "Expected depth to be zero at the end of the JSON payload")]
    public void What_is_no_JSON_says_why(string line, string why) => ErrorOf(line).Should().Be($"is not JSON: {why}");

    [Test]
    public void Nothing_at_all_is_empty() => ErrorOf("").Should().Be("is empty");

    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("true")]
    [TestCase("7")]
    [TestCase("\"text\"")]
    [TestCase("[" + Open + "}]")]
    public void Any_other_JSON_value_is_no_object(string line) => ErrorOf(line).Should().Be("is not a JSON object");

    [TestCase("\"\\ud800\":1")]
    [TestCase("\"\\udc00\":1")]
    [TestCase("\"x\":{\"\\udc00\":1}")]
    public void A_name_that_is_half_of_a_character_is_malformed(string member) =>
        ErrorOf($"{Open},{member}}}").Should().Be("holds an escape that is half of a character (a lone surrogate)");

    [Test]
    public void Nesting_to_16_levels_is_kept_and_beyond_is_malformed()
    {
        ErrorOf($"{Open},\"x\":{Nested(16)}}}").Should().BeNull();
        ErrorOf($"{Open},\"x\":{Nested(17)}}}").Should().Be("nests an unknown member more than 16 levels deep");
        ErrorOf($"{{\"a\":{new string('[', 100_000)}").Should().Be("nests an unknown member more than 16 levels deep");
    }

    [TestCase("-2147483649")]
    [TestCase("-0.5")]
    [TestCase("1e2")]
    [TestCase("1E400")]
    [TestCase("2147483648")]
    public void A_count_that_is_no_whole_number_of_pieces_is_malformed(string number) =>
        ErrorOf($"{Open.Replace(":3,", $":{number},")}}}").Should().Be("'quantity' is not an integer from 0 to 2147483647");

    [TestCase("90", "180", null)]
    [TestCase("-90", "-180", null)]
    [TestCase("9e1", "-18000e-2", null)]
    [TestCase("91", "0", "'location.lat' is not within -90 and 90")]
    [TestCase("0", "180.0000001", "'location.lon' is not within -180 and 180")]
    [TestCase("-1e999", "0", "'location.lat' is not within -90 and 90")]
    [TestCase("0", "1e999", "'location.lon' is not within -180 and 180")]
    public void Degrees_end_at_the_poles_and_the_date_line(string latitude, string longitude, string? why) =>
        ErrorOf($"{Open.Replace("48.85", latitude).Replace("2.34", longitude)}}}").Should().Be(why);

    [Test]
    public void What_is_said_stays_short_however_long_the_line_is()
    {
        var (key, literal) = (new string('k', 400_000), "t" + new string('x', 900_000));

        ErrorOf($"{Open},\"{key}\":1,\"{key}\":2}}").Should().Be($"repeats '{new string('k', 188)}...").And.HaveLength(200);
        ErrorOf($"{{\"a\":{literal}}}").Should().Be($"is not JSON: '{literal[..183]}...").And.HaveLength(200);
    }

    [Test]
    public void A_bad_line_leaves_nothing_for_the_next_one()
    {
        ErrorOf($"{Open},\"x\":1,\"x\":2}}").Should().Be("repeats 'x'");

        _reader.TryRead(Utf8($"{Open},\"x\":3}}"), out var reading, out _).Should().BeTrue();
        Encoding.UTF8.GetString(reading.Extra).Should().Be("{\"x\":3}");
        _reader.TryRead(Utf8($"{Open}}}"), out reading, out _).Should().BeTrue();
        reading.Extra.IsEmpty.Should().BeTrue();
    }

    string? ErrorOf(string line)
    {
        _reader.TryRead(Utf8(line), out _, out var error);
        return error;
    }

    static string Nested(int levels) => new string('[', levels) + new string(']', levels);

    static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
