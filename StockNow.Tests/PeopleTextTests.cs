using CsCheck;
using StockNow.Host.Display;

namespace StockNow.Tests;

public sealed class PeopleTextTests
{
    [TestCase(0, "0")]
    [TestCase(84_533, "84,533")]
    [TestCase(9_999_999, "9,999,999")]
    [TestCase(12_345_678, "12.3 M")]
    [TestCase(12_345_678_901, "12.3 G")]
    public void A_count_is_exact_while_it_can_be_read(long count, string text) => PeopleText.ShortCount(count).Should().Be(text);

    [TestCase(0, "0")]
    [TestCase(0.04, "0")]
    [TestCase(2.46, "2.5")]
    [TestCase(8.0, "8")]
    [TestCase(9.96, "10")]
    [TestCase(12_344.6, "12,345")]
    [TestCase(999_999.7, "1.0 M")]
    public void A_rate_has_a_decimal_only_when_it_is_small(double rate, string text) => PeopleText.Rate(rate).Should().Be(text);

    [TestCase(-1, "0 s")]
    [TestCase(45, "45 s")]
    [TestCase(59.7, "1 min 00 s")]
    [TestCase(185, "3 min 05 s")]
    [TestCase(7380, "2 h 03 min")]
    [TestCase(100_800, "1 d 04 h")]
    public void A_duration_is_reported_in_two_units(double seconds, string text) => PeopleText.Duration(TimeSpan.FromSeconds(seconds)).Should().Be(text);

    [TestCase(0, "░░░░")]
    [TestCase(0.5, "██░░")]
    [TestCase(0.999, "███░")]
    [TestCase(1, "████")]
    [TestCase(7, "████")]
    [TestCase(double.NaN, "░░░░")]
    public void A_bar_is_full_only_at_the_end(double fraction, string bar) => PeopleText.Bar(fraction, 4).Should().Be(bar);

    [Test]
    public void A_bar_is_always_as_wide_as_asked() =>
        Gen.Select(Gen.Double, Gen.Int[0, 60]).Sample((fraction, width) => PeopleText.Bar(fraction, width).Length.Should().Be(width));

    [TestCase(0.999, "99 %")]
    [TestCase(1, "100 %")]
    public void All_is_said_only_of_all(double fraction, string text) => PeopleText.Percent(fraction).Should().Be(text);

    [Test]
    public void Text_from_outside_cannot_steer_the_terminal() => PeopleText.OneLine("a\r\n  b\u001b[2Jc\u0007").Should().Be("a | b?[2Jc?");
}
