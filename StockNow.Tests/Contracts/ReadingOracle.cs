using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace StockNow.Tests.Contracts;

/// <summary>The wire format said once more, by a document and strings instead of tokens and spans: slow, plain, and sharing no code with the reader.</summary>
static partial class ReadingOracle
{
    static readonly string[] OfReading = ["sensor_id", "timestamp", "product_id", "quantity", "threshold", "location", "alert"], OfLocation = ["store", "lat", "lon"];

    /// <summary>What a line says, or null when it is malformed.</summary>
    public static SeenReading? Read(byte[] line)
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(line);
            using var document = JsonDocument.Parse(line);
            var reading = document.RootElement;
            if (reading.ValueKind != JsonValueKind.Object || RepeatsKey(reading)) return null;
            var location = reading.GetProperty("location");
            return location.ValueKind != JsonValueKind.Object ? null : new SeenReading(
                TextOf(reading, "sensor_id"), TextOf(reading, "product_id"), TextOf(location, "store"), TimeOf(TextOf(reading, "timestamp")), CountOf(reading, "quantity"),
                CountOf(reading, "threshold"), DegreesOf(location, "lat", 90), DegreesOf(location, "lon", 180), reading.GetProperty("alert").GetBoolean(), ExtraOf(reading, location));
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or ArgumentException or InvalidOperationException or FormatException) { return null; }
    }

    static bool RepeatsKey(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().GroupBy(member => member.Name).Any(same => same.Count() > 1) || value.EnumerateObject().Any(member => RepeatsKey(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().Any(RepeatsKey),
        _ => false,
    };

    static string TextOf(JsonElement of, string name) => of.GetProperty(name).GetString() ?? throw new FormatException();

    static int CountOf(JsonElement of, string name) => of.GetProperty(name).GetInt32() is >= 0 and var count ? count : throw new FormatException();

    static double DegreesOf(JsonElement of, string name, double limit) =>
        of.GetProperty(name).GetDouble() is var degrees && degrees >= -limit && degrees <= limit ? degrees : throw new FormatException();

    static long TimeOf(string text) => DateAndTime().IsMatch(text)
        ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds() : throw new FormatException();

    static string ExtraOf(JsonElement reading, JsonElement location)
    {
        var members = Unknown(reading, OfReading).ToList();
        var ofLocation = Unknown(location, OfLocation).ToList();
        if (ofLocation.Count > 0) members.Add($"\"location\":{{{string.Join(',', ofLocation)}}}");
        return members.Count == 0 ? "" : $"{{{string.Join(',', members)}}}";
    }

    // Names of these tests need no escapes; values are kept letter by letter.
    static IEnumerable<string> Unknown(JsonElement of, string[] known) =>
        of.EnumerateObject().Where(member => !known.Contains(member.Name)).Select(member => $"\"{member.Name}\":{member.Value.GetRawText()}");

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?(Z|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex DateAndTime();
}

/// <summary>What a well-formed line says; <c>Extra</c> is empty when every member is known.</summary>
sealed record SeenReading(
    string SensorId, string ProductId, string Store, long TimestampMs, int Quantity, int Threshold, double Latitude, double Longitude, bool Alert, string Extra);
