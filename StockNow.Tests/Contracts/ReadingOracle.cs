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

    /// <summary>The members of an <c>extra</c> column, in the form of <see cref="SeenReading.Extra"/>.</summary>
    public static string MembersOf(ReadOnlySpan<byte> extra)
    {
        if (extra.IsEmpty) return "";
        using var document = JsonDocument.Parse(extra.ToArray());
        var location = document.RootElement.TryGetProperty("location", out var found) ? Unknown(found, []) : [];
        return string.Join('\n', Unknown(document.RootElement, ["location"]).Concat(location.Select(OfTheLocation)));
    }

    static string ExtraOf(JsonElement reading, JsonElement location) =>
        string.Join('\n', Unknown(reading, OfReading).Concat(Unknown(location, OfLocation).Select(OfTheLocation)));

    static string OfTheLocation(string member) => $"location: {member}";

    static IEnumerable<string> Unknown(JsonElement of, string[] known) =>
        of.EnumerateObject().Where(member => !known.Contains(member.Name)).Select(member => $"{member.Name}: {member.Value.GetRawText()}");

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,7})?(Z|[+-][0-9]{2}:[0-9]{2})\z")]
    private static partial Regex DateAndTime();
}

/// <summary>What a well-formed line says; <c>Extra</c> holds the unknown members, their names read and their values letter by letter.</summary>
sealed record SeenReading(
    string SensorId, string ProductId, string Store, long TimestampMs, int Quantity, int Threshold, double Latitude, double Longitude, bool Alert, string Extra);
