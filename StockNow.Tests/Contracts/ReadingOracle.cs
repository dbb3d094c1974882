using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.RegularExpressions;
using StockNow.Contracts.Events;

namespace StockNow.Tests.Contracts;

/// <summary>The wire format said once more, by strings instead of tokens and spans: slow, plain, and sharing no code with the reader.</summary>
static partial class ReadingOracle
{
    static readonly string[] OfReading = ["sensor_id", "timestamp", "product_id", "quantity", "threshold", "location", "alert"],
        OfLocation = ["store", "lat", "lon"];

    /// <summary>What a line says, or null when it is malformed.</summary>
    public static SeenReading? Read(byte[] line, ReadingLimits? limits = null)
    {
        limits ??= ReadingLimits.Default;
        try
        {
            if (line.Length > limits.MaxBytes) return null;
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(line);
            if (text.StartsWith('\uFEFF') || PlainJson.Read(text) is not PlainJson.Members reading || reading["location"] is not PlainJson.Members location)
                return null;
            PlainJson.Value[] unknown = [.. Unknown(reading, OfReading).Concat(Unknown(location, OfLocation)).Select(member => member.Value)];
            if (unknown.Sum(value => 1 + MembersIn(value)) > limits.MaxUnknownMembers || unknown.Select(DepthOf).DefaultIfEmpty()
                .Max() > limits.MaxUnknownDepth)
                return null;
            return new SeenReading(
                IdOf(reading["sensor_id"], limits), IdOf(reading["product_id"], limits), IdOf(location["store"], limits), TimeOf(TextOf(reading["timestamp"])),
                CountOf(reading["quantity"]),
                CountOf(reading["threshold"]), DegreesOf(location["lat"], 90), DegreesOf(location["lon"], 180), reading["alert"] is PlainJson.Flag flag
                ? flag.IsTrue : throw new FormatException(),
                string.Join('\n', Unknown(reading, OfReading).Select(Spelled).Concat(Unknown(location, OfLocation).Select(Spelled).Select(OfTheLocation))));
        }
        catch (Exception fault) when (fault is FormatException or DecoderFallbackException or OverflowException) { return null; }
    }

    /// <summary>The members of an <c>extra</c> column, in the form of <see cref="SeenReading.Extra"/>.</summary>
    public static string MembersOf(ReadOnlySpan<byte> extra)
    {
        if (extra.IsEmpty) return "";
        var members = (PlainJson.Members)PlainJson.Read(Encoding.UTF8.GetString(extra));
        var location = members.All.SingleOrDefault(member => member.Name == "location").Value as PlainJson.Members;
        return string.Join('\n', Unknown(members, ["location"]).Select(Spelled).Concat((location?.All ?? []).Select(Spelled).Select(OfTheLocation)));
    }

    static string TextOf(PlainJson.Value value) => value is PlainJson.Text text ? text.Letters : throw new FormatException();

    static string IdOf(PlainJson.Value value, ReadingLimits limits) =>
        TextOf(value) is var id && Encoding.UTF8.GetByteCount(id) <= limits.MaxIdBytes ? id : throw new FormatException();

    static int CountOf(PlainJson.Value value) => value is PlainJson.Number && value.Raw.IndexOfAny(['.', 'e', 'E']) < 0
        && BigInteger.Parse(value.Raw, CultureInfo.InvariantCulture) is var count && count >= 0 && count <= int.MaxValue
        ? (int)count : throw new FormatException();

    static double DegreesOf(PlainJson.Value value, double limit) =>
        value is PlainJson.Number && double.Parse(value.Raw, CultureInfo.InvariantCulture) is var degrees && degrees >= -limit && degrees <= limit
        ? degrees : throw new FormatException();

    static long TimeOf(string text)
    {
        var parts = DateAndTime().Match(text);
        if (!parts.Success) throw new FormatException();
        int Part(string name) => parts.Groups[name].Success ? int.Parse(parts.Groups[name].Value, CultureInfo.InvariantCulture) : 0;
        int hour = Part("hour"), minute = Part("minute"), second = Part("second"),
            offset = (Part("oh") * 60 + Part("om")) * (parts.Groups["sign"].Value == "-" ? -1 : 1);
        if (hour > 23 || minute > 59 || second > 60 || Part("oh") > 23 || Part("om") > 59) throw new FormatException();
        var milliseconds = int.Parse(parts.Groups["fraction"].Value.PadRight(3, '0')[..3], CultureInfo.InvariantCulture);
        var minutes = DaysTo(Part("year"), Part("month"), Part("day")) * 1440 + hour * 60 + minute - offset;
        if (second == 60 && ((minutes % 1440) + 1440) % 1440 != 1439) throw new FormatException();
        var time = (minutes * 60 + second) * 1000 + milliseconds;
        return time >= DaysTo(1, 1, 1) * 86_400_000 && time < DaysTo(9999, 12, 31) * 86_400_000 + 86_400_000 ? time : throw new FormatException();
    }

    // Days since 1970-01-01 of the Gregorian calendar: each fourth year is a leap year, but no full century that 400 does not divide.
    static long DaysTo(int year, int month, int day)
    {
        int[] lengths = [31, (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > lengths[month - 1]) throw new FormatException();
        long before = year - 1;
        return before * 365 + before / 4 - before / 100 + before / 400 + lengths.Take(month - 1).Sum() + day - 1 - 719_162;
    }

    static IEnumerable<(string Name, PlainJson.Value Value)> Unknown(PlainJson.Members of, string[] known) =>
        of.All.Where(member => !known.Contains(member.Name));

    static int MembersIn(PlainJson.Value value) => value switch
    {
        PlainJson.Members members => members.All.Sum(member => 1 + MembersIn(member.Value)),
        PlainJson.List list => list.Items.Sum(MembersIn),
        _ => 0,
    };

    static int DepthOf(PlainJson.Value value) => value switch
    {
        PlainJson.Members members => 1 + members.All.Select(member => DepthOf(member.Value)).DefaultIfEmpty().Max(),
        PlainJson.List list => 1 + list.Items.Select(DepthOf).DefaultIfEmpty().Max(),
        _ => 0,
    };

    static string Spelled((string Name, PlainJson.Value Value) member) => $"{member.Name}: {member.Value.Raw}";

    static string OfTheLocation(string member) => $"location: {member}";

    [GeneratedRegex(@"^(?<year>[0-9]{4})-(?<month>[0-9]{2})-(?<day>[0-9]{2})[Tt ]"
        + @"(?<hour>[0-9]{2}):(?<minute>[0-9]{2})(:(?<second>[0-9]{2})([.,](?<fraction>[0-9]+))?)?"
        + @"(?:[Zz]|(?<sign>[+-])(?<oh>[0-9]{2})(:?(?<om>[0-9]{2}))?)(\[[A-Za-z0-9_.+:/=-][A-Za-z0-9_.+:/=!-]*\])*\z")]
    private static partial Regex DateAndTime();
}

/// <summary>What a well-formed line says; <c>Extra</c> holds the unknown members, their names read and their values letter by letter.</summary>
sealed record SeenReading(
    string SensorId, string ProductId, string Store, long TimestampMs, int Quantity, int Threshold, double Latitude, double Longitude, bool Alert,
    string Extra);
