using System.Text;
using System.Text.Json;
using StockNow.Contracts.Events;

namespace StockNow.Tests.Issues;

/// <summary>F7, B5: one escape that is half of a character made the whole <c>extra</c> column unreadable as JSON.</summary>
sealed class F7_HalfCharacterTests
{
    [TestCase("\"\\ud800\"")]
    [TestCase("\"\\uDC00\"")]
    [TestCase("\"\\udc00\\ud800\"")]
    [TestCase("\"\\ud800\\u0041\"")]
    [TestCase("\"\\ud800\\ud800\\udc00\"")]
    [TestCase("[1, [\"x\\uD800\"]]")]
    [TestCase("{\"deep\":{\"text\":\"\\udfff\"}}")]
    public void A_reading_with_half_a_character_in_an_unknown_member_is_malformed(string value)
    {
        foreach (var line in Lines(value))
        {
            new ReadingReader().TryRead(line, out _, out var error).Should().BeFalse();
            error.Should().Be("holds an escape that is half of a character (a lone surrogate)");
        }
    }

    [TestCase("\"\\ud83d\\ude00\"")]
    [TestCase("\"\\u0000\"")]
    [TestCase("1e999")]
    [TestCase("\"\\uffff\\u2028\\/\"")]
    public void Every_other_unknown_member_is_kept_as_it_stands(string value)
    {
        foreach (var line in Lines(value))
        {
            new ReadingReader().TryRead(line, out var reading, out _).Should().BeTrue();
            using var extra = JsonDocument.Parse(reading.Extra.ToArray());
            extra.RootElement.ToString().Should().Contain(value);
        }
    }

    static IEnumerable<byte[]> Lines(string value) => new[] { $$"""}, "note":{{value}}""", $$""","note":{{value}}}""" }.Select(end => Encoding.UTF8.GetBytes(
        $$"""{"sensor_id":"shelf-2","timestamp":"2025-07-05T13:52:00Z","product_id":"pull","quantity":3,"threshold":5,"alert":true,"location":{"store":"paris-12","lat":48.85,"lon":2.34{{end}}}"""));
}
