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
    public void Too_little_room_is_refused() => FluentActions.Invoking(() => Iso8601.Write(0, new byte[23])).Should().Throw<ArgumentException>();

    static string Write(long milliseconds)
    {
        var bytes = new byte[24];
        return Encoding.UTF8.GetString(bytes, 0, Iso8601.Write(milliseconds, bytes));
    }
}
