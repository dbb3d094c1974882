using System.Globalization;
using System.Text;
using CsCheck;
using StockNow.Contracts.Events;

namespace StockNow.Tests.Contracts;

sealed class Iso8601Tests
{
    static readonly Gen<long> AnyTime = Gen.Long[DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()];

    [TestCase(0, "1970-01-01T00:00:00Z")]
    [TestCase(7, "1970-01-01T00:00:00.007Z")]
    [TestCase(-1, "1969-12-31T23:59:59.999Z")]
    [TestCase(-62_135_596_800_000, "0001-01-01T00:00:00Z")]
    public void A_time_is_written_with_milliseconds_where_there_are_any(long milliseconds, string text) => Write(milliseconds).Should().Be(text);

    [Test]
    public void What_is_written_is_what_the_spelled_out_format_gives() => AnyTime.Sample(milliseconds =>
    {
        var format = milliseconds % 1000 == 0 ? "yyyy-MM-ddTHH:mm:ssZ" : "yyyy-MM-ddTHH:mm:ss.fffZ";
        return Write(milliseconds) == DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString(format, CultureInfo.InvariantCulture);
    });

    [Test]
    public void What_is_written_is_read_as_the_same_time() => AnyTime.Sample(milliseconds =>
        Iso8601.TryReadMilliseconds(Encoding.UTF8.GetBytes(Write(milliseconds)), out var read) && read == milliseconds);

    [Test]
    public void A_time_in_any_spelling_is_read_as_DateTimeOffset_does() =>
        Gen.Select(AnyTime, Gen.Int[0, 7], Gen.Int[-14 * 60, 14 * 60], Gen.Int[0, 9_999]).Sample((milliseconds, digits, offset, finer) =>
        {
            var ticks = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).Ticks + finer;
            if (ticks + offset * TimeSpan.TicksPerMinute is < 0 or > 3_155_378_975_999_999_999) return;
            var time = new DateTimeOffset(ticks, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(offset));
            var text = time.ToString($"yyyy-MM-ddTHH:mm:ss{(digits == 0 ? "" : "." + new string('f', digits))}zzz", CultureInfo.InvariantCulture);
            if (DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds() is var expected && Read(text) != expected)
                throw new AssertionException($"{text}: {Read(text)}, not {expected}");
        });

    [Test]
    public void All_spellings_of_one_moment_are_read_as_the_same_time() =>
        Gen.Select(AnyTime, Gen.Char["Tt "], Gen.Char[".,"], Gen.Int[3, 30], Gen.Int[-23 * 60, 23 * 60], Gen.Int[0, 2], Gen.Int[0, 2])
            .Sample((milliseconds, separator, point, digits, offset, form, suffixes) =>
            {
                string[] all = ["", "[Europe/Paris]", "[+01:00][u-ca=gregory]"];
                var suffix = all[suffixes];
                var local = milliseconds + offset * 60_000L;
                if (local < DateTimeOffset.MinValue.ToUnixTimeMilliseconds() || local > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()) return;
                if (form == 2 && offset % 60 != 0) return;
                var time = DateTimeOffset.FromUnixTimeMilliseconds(local).UtcDateTime;
                var (sign, hours, minutes) = (offset < 0 ? '-' : '+', Math.Abs(offset) / 60, Math.Abs(offset) % 60);
                var zone = form switch { 0 => $"{sign}{hours:00}:{minutes:00}", 1 => $"{sign}{hours:00}{minutes:00}", _ => $"{sign}{hours:00}" };
                var text = string.Create(CultureInfo.InvariantCulture, $"{time:yyyy-MM-dd}{separator}{time:HH:mm:ss}{point}"
                    + $"{(time.Millisecond.ToString("000", CultureInfo.InvariantCulture)).PadRight(digits, '9')}{zone}{suffix}");
                if (Read(text) != milliseconds) throw new AssertionException($"{text}: {Read(text)}, not {milliseconds}");
            });

    [TestCase("2025-07-05T13:52Z", "2025-07-05T13:52:00Z")]
    [TestCase("2025-07-05 15:52+02", "2025-07-05T13:52:00Z")]
    [TestCase("2025-07-05t13:52:07z", "2025-07-05T13:52:07Z")]
    [TestCase("2025-07-05T15:52:07,123456789+0200[Europe/Paris]", "2025-07-05T13:52:07.123Z")]
    [TestCase("2025-07-05T13:52:07-00:00", "2025-07-05T13:52:07Z")]
    [TestCase("2025-07-06T13:51:07+23:59", "2025-07-05T13:52:07Z")]
    [TestCase("2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z")]
    [TestCase("2017-01-01T01:59:60.25+02:00", "2017-01-01T00:00:00.250Z")]
    [TestCase("2016-12-31T18:29:60-05:30", "2017-01-01T00:00:00Z")]
    public void Every_form_of_a_moment_is_accepted(string text, string same) => Read(text).Should().Be(Read(same)).And.NotBeNull();

    [TestCase("2024-02-29T00:00:00Z", true)]
    [TestCase("1900-02-29T00:00:00Z", false)]
    [TestCase("2000-02-29T00:00:00Z", true)]
    [TestCase("2025-01-01T00:00:00.1234567Z", true)]
    [TestCase("2025-01-01T00:00:00.123456789012345678901234567890Z", true)]
    [TestCase("2025-01-01T00:00:00+14:01", true)]
    [TestCase("9999-12-31T23:59:59.9999999Z", true)]
    [TestCase("0001-01-01T00:00:00Z", true)]
    public void A_date_exists_or_not(string text, bool isTime) => Read(text).HasValue.Should().Be(isTime);

    [TestCase("", "does not begin with a date such as 2025-07-05")]
    [TestCase("Sat Jul 05 13:52:07 UTC 2025", "does not begin with a date such as 2025-07-05")]
    [TestCase("20250705T135207Z", "does not begin with a date such as 2025-07-05")]
    [TestCase("+025-01-01T00:00:00Z", "does not begin with a date such as 2025-07-05")]
    [TestCase("2025-1-01T00:00:00ZZZ", "does not begin with a date such as 2025-07-05")]
    [TestCase("2025-02-29T00:00:00Z", "names a date that does not exist")]
    [TestCase("0000-01-01T00:00:00Z", "names a date that does not exist")]
    [TestCase("2025-00-01T00:00:00Z", "names a date that does not exist")]
    [TestCase("2025-13-01T00:00:00Z", "names a date that does not exist")]
    [TestCase("2025-04-31T00:00:00Z", "names a date that does not exist")]
    [TestCase("2025-01-00T00:00:00Z", "names a date that does not exist")]
    [TestCase("2025-07-05", "has no time of day; write one such as 2025-07-05T13:52:00Z")]
    [TestCase("2025-07-05_13:52:00Z", "has neither a T nor a space between its date and its time")]
    [TestCase("2025-07-05T1352Z", "has no time of day such as 13:52:00 after its date")]
    [TestCase("2025-07-05T13", "has no time of day such as 13:52:00 after its date")]
    [TestCase("2025-01-01T24:00:00Z", "names a time of day that does not exist")]
    [TestCase("2025-01-01T23:60:00Z", "names a time of day that does not exist")]
    [TestCase("2025-01-01T23:59:61Z", "names a time of day that does not exist")]
    [TestCase("2025-01-01T13:52:60Z", "has a 60th second that is not 23:59:60 UTC")]
    [TestCase("2025-01-01T23:59:60+01:00", "has a 60th second that is not 23:59:60 UTC")]
    [TestCase("2025-01-01T00:00:0Z", "has seconds that are not two digits")]
    [TestCase("2025-01-01T00:00:00.Z", "has no digits after the point of its seconds")]
    [TestCase("2025-01-01T00:00:00,", "has no digits after the point of its seconds")]
    [TestCase("2025-01-01T00:00:000Z", "has a time of day that is spelled wrongly")]
    [TestCase("2025-07-05T13:52:00", "has no offset from UTC; end it with Z or an offset such as +02:00")]
    [TestCase("2025-07-05T13:52", "has no offset from UTC; end it with Z or an offset such as +02:00")]
    [TestCase("2025-07-05T13:52:07.5", "has no offset from UTC; end it with Z or an offset such as +02:00")]
    [TestCase("2025-07-05T13:52:07[Europe/Paris]", "has no offset from UTC; end it with Z or an offset such as +02:00")]
    [TestCase("2025-07-05 13:52:07.123456789 UTC", "has no offset from UTC; end it with Z or an offset such as +02:00")]
    [TestCase("2025-01-01T00:00:00+01:60", "has a wrong offset from UTC; end it with Z or an offset such as +02:00")]
    [TestCase("2025-01-01T00:00:00+24:00", "has a wrong offset from UTC; end it with Z or an offset such as +02:00")]
    [TestCase("2025-01-01T00:00:00+1:00", "has a wrong offset from UTC; end it with Z or an offset such as +02:00")]
    [TestCase("2025-01-01T00:00:00+", "has a wrong offset from UTC; end it with Z or an offset such as +02:00")]
    [TestCase("2025-01-01T00:00:00+01:0", "has a wrong offset from UTC; end it with Z or an offset such as +02:00")]
    [TestCase("2025-07-05T19:45:35.123456+05:53:28", "has more characters after its offset from UTC")]
    [TestCase("2025-01-01T00:00:00Z ", "has more characters after its offset from UTC")]
    [TestCase("2025-01-01T00:00:00ZZ", "has more characters after its offset from UTC")]
    [TestCase("2025-01-01T00:00:00Z[", "has a suffix in brackets that is spelled wrongly")]
    [TestCase("2025-01-01T00:00:00Z[]", "has a suffix in brackets that is spelled wrongly")]
    [TestCase("2025-01-01T00:00:00Z[Europe Paris]", "has a suffix in brackets that is spelled wrongly")]
    [TestCase("2025-01-01T00:00:00+01:00[!Europe/Paris]", "has a critical suffix ('!'), and StockNow does not interpret suffixes")]
    [TestCase("0001-01-01T00:00:00+00:01", "is not within the years 0001 to 9999 of UTC")]
    [TestCase("9999-12-31T23:59:59-00:01", "is not within the years 0001 to 9999 of UTC")]
    [TestCase("9999-12-31T23:59:60Z", "is not within the years 0001 to 9999 of UTC")]
    public void What_is_wrong_is_named(string text, string fault)
    {
        Read(text).Should().BeNull();
        Iso8601.FaultOf(Encoding.UTF8.GetBytes(text)).Should().Be(fault);
    }

    [Test]
    public void No_bytes_make_it_throw() => Gen.Byte.Array[0, 40].Sample(bytes => !Iso8601.TryReadMilliseconds(bytes, out _));

    [Test]
    public void Too_little_room_is_refused() => FluentActions.Invoking(() => Iso8601.Write(0, new byte[23])).Should().Throw<ArgumentException>();

    static long? Read(string text) => Iso8601.TryReadMilliseconds(Encoding.UTF8.GetBytes(text), out var milliseconds) ? milliseconds : null;

    static string Write(long milliseconds)
    {
        var bytes = new byte[24];
        return Encoding.UTF8.GetString(bytes, 0, Iso8601.Write(milliseconds, bytes));
    }
}
