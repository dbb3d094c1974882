using System.Globalization;
using System.Text;
using CsCheck;
using FluentAssertions;
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
            if (DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds() is var expected && Read(text) != expected) throw new AssertionException($"{text}: {Read(text)}, not {expected}");
        });

    [TestCase("2024-02-29T00:00:00Z", true)]
    [TestCase("2025-02-29T00:00:00Z", false)]
    [TestCase("1900-02-29T00:00:00Z", false)]
    [TestCase("2000-02-29T00:00:00Z", true)]
    [TestCase("0000-01-01T00:00:00Z", false)]
    [TestCase("2025-00-01T00:00:00Z", false)]
    [TestCase("2025-13-01T00:00:00Z", false)]
    [TestCase("2025-04-31T00:00:00Z", false)]
    [TestCase("2025-01-00T00:00:00Z", false)]
    [TestCase("2025-01-01T24:00:00Z", false)]
    [TestCase("2025-01-01T23:60:00Z", false)]
    [TestCase("2025-01-01T23:59:60Z", false)]
    [TestCase("2025-01-01T00:00:00.Z", false)]
    [TestCase("2025-01-01T00:00:00.1234567Z", true)]
    [TestCase("2025-01-01T00:00:00.12345678Z", false)]
    [TestCase("2025-01-01T00:00:00,5Z", false)]
    [TestCase("2025-01-01T00:00:00.5", false)]
    [TestCase("2025-01-01T00:00:00+14:00", true)]
    [TestCase("2025-01-01T00:00:00+14:01", false)]
    [TestCase("2025-01-01T00:00:00-14:00", true)]
    [TestCase("2025-01-01T00:00:00+01:60", false)]
    [TestCase("2025-01-01T00:00:00+0100", false)]
    [TestCase("2025-01-01T00:00:00+1:00", false)]
    [TestCase("2025-01-01T00:00:00Z ", false)]
    [TestCase("2025-01-01T00:00:00ZZ", false)]
    [TestCase("2025-01-01 00:00:00Z", false)]
    [TestCase("2025-01-01t00:00:00Z", false)]
    [TestCase("2025-01-01T00:00:00z", false)]
    [TestCase("+025-01-01T00:00:00Z", false)]
    [TestCase("2025-1-01T00:00:00ZZZ", false)]
    [TestCase("0001-01-01T00:00:00+00:01", false)]
    [TestCase("9999-12-31T23:59:59.9999999Z", true)]
    [TestCase("9999-12-31T23:59:59-00:01", false)]
    public void A_date_that_is_none_and_other_spellings_are_refused(string text, bool isTime) => Read(text).HasValue.Should().Be(isTime);

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
