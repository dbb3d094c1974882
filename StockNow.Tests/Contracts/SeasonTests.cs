using StockNow.Contracts.Events;

namespace StockNow.Tests.Contracts;

sealed class SeasonTests
{
    [TestCase(1, "winter", "summer")]
    [TestCase(2, "winter", "summer")]
    [TestCase(3, "spring", "autumn")]
    [TestCase(4, "spring", "autumn")]
    [TestCase(5, "spring", "autumn")]
    [TestCase(6, "summer", "winter")]
    [TestCase(7, "summer", "winter")]
    [TestCase(8, "summer", "winter")]
    [TestCase(9, "autumn", "spring")]
    [TestCase(10, "autumn", "spring")]
    [TestCase(11, "autumn", "spring")]
    [TestCase(12, "winter", "summer")]
    public void Each_month_has_its_season_in_each_hemisphere(int month, string north, string south)
    {
        var moment = new DateTimeOffset(2025, month, 15, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

        (Seasons.At(moment, south: false).Name(), Seasons.At(moment, south: true).Name()).Should().Be((north, south));
        (Seasons.Of(month, south: false).Name(), Seasons.Of(month, south: true).Name()).Should().Be((north, south));
    }
}
