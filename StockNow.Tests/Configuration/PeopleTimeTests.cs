using CsCheck;
using StockNow.Host.Configuration;

namespace StockNow.Tests.Configuration;

public sealed class PeopleTimeTests
{
    [TestCase("100ms", "00:00:00.1")]
    [TestCase("5s", "00:00:05")]
    [TestCase("1.5 S", "00:00:01.5")]
    [TestCase("10m", "00:10:00")]
    [TestCase("10 min", "00:10:00")]
    [TestCase("2h", "02:00:00")]
    [TestCase("1d", "1.00:00:00")]
    [TestCase("-5s", "-00:00:05")]
    [TestCase(" 00:00:05 ", "00:00:05")]
    public void Reads_what_people_write(string text, string time)
    {
        PeopleTime.TryRead(text, out var read).Should().BeTrue();
        read.Should().Be(TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture));
    }

    [TestCase("5")]
    [TestCase("")]
    [TestCase("s")]
    [TestCase("soon")]
    [TestCase("5 weeks")]
    [TestCase("5:00")]
    [TestCase("1e9s")]
    [TestCase("99999999999999999999d")]
    public void Refuses_what_has_no_unit_or_no_number(string text) => PeopleTime.TryRead(text, out _).Should().BeFalse();

    [TestCase("00:00:00", "0 s")]
    [TestCase("00:00:00.2", "200 ms")]
    [TestCase("00:01:30", "90 s")]
    [TestCase("7.00:00:00", "7 d")]
    [TestCase("00:00:00.0000001", "0.0001 ms")]
    public void Writes_the_largest_unit_that_divides(string time, string text) =>
        PeopleTime.Write(TimeSpan.Parse(time, System.Globalization.CultureInfo.InvariantCulture)).Should().Be(text);

    [Test]
    public void Reads_back_what_it_writes() =>
        Gen.OneOf(Gen.Long, Gen.Long[-1_000_000, 1_000_000].Select(seconds => seconds * TimeSpan.TicksPerSecond)).Sample(ticks =>
    {
        PeopleTime.TryRead(PeopleTime.Write(new TimeSpan(ticks)), out var read).Should().BeTrue();
        read.Ticks.Should().Be(ticks);
    });
}
