using CsCheck;
using StockNow.Contracts.Events;
using StockNow.Stages.Simulator;
using StockNow.Stages.Simulator.Generating;

namespace StockNow.Tests.Simulator;

public class ShelfTests
{
    const long Minute = 60_000, Hour = 60 * Minute;
    static readonly Location Paris = new("paris-12", 48.85, 2.34);

    // Monday 2025-07-07 at 00:00.
    static readonly long Monday = new DateTimeOffset(2025, 7, 7, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    static readonly Gen<(int Seed, int Threshold, double Sales, int Delay)> Shops =
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, 9], Gen.Double[0.1, 200], Gen.Int[1, 2000]);

    [Test]
    public void Stock_is_never_negative_and_never_more_than_a_full_shelf() => Shops.Sample(shop =>
    {
        var shelf = ShelfOf(shop);
        for (var at = Monday; at < Monday + 72 * Hour; at += 7 * Minute) shelf.QuantityAt(at).Should().BeInRange(0, 3 * shop.Threshold);
    }, iter: 100);

    [Test]
    public void Alert_ends_with_the_delivery_that_it_called_for()
    {
        var lowAtClosing = 0;
        Shops.Sample(shop =>
        {
            shop = shop with { Delay = shop.Delay % 470 + 1 };
            var shelf = ShelfOf(shop);
            for (var closing = Monday + 20 * Hour; closing < Monday + 7 * 24 * Hour; closing += 24 * Hour)
            {
                if (shelf.QuantityAt(closing) >= shop.Threshold) continue;
                Interlocked.Increment(ref lowAtClosing);
                shelf.QuantityAt(closing + shop.Delay * Minute * 3 / 2).Should()
                    .Be(3 * shop.Threshold, "a delivery takes at most half more than asked, and fills the shelf");
            }
        }, iter: 100);
        lowAtClosing.Should().BeGreaterThan(50);
    }

    [Test]
    public void Closed_store_sells_nothing() => Shops.Sample(shop =>
    {
        var shelf = ShelfOf(shop with { Sales = 200 });
        foreach (var day in new[] { 0, 1, 5, 6 })
        {
            var night = Monday + day * 24 * Hour + 20 * Hour;
            for (var (at, before) = (night, shelf.QuantityAt(night)); at < night + 12 * Hour; at += 5 * Minute)
            {
                var now = shelf.QuantityAt(at);
                now.Should().BeGreaterThanOrEqualTo(before);
                before = now;
            }
        }
    }, iter: 100);

    [Test]
    public void Stock_at_a_time_does_not_depend_on_how_often_one_looks() => Shops.Sample(shop =>
    {
        var (often, once) = (ShelfOf(shop), ShelfOf(shop));
        for (var at = Monday; at < Monday + 30 * Hour; at += Minute) often.QuantityAt(at);
        often.QuantityAt(Monday + 30 * Hour).Should().Be(once.QuantityAt(Monday + 30 * Hour));
    }, iter: 50);

    [Test]
    public void Sales_are_as_many_as_asked_and_spread_as_chance_spreads_them()
    {
        // 400 days of 12 hours at 2 an hour, on weekdays: a shelf that never runs low shows every sale.
        var options = new SimulatorOptions { SalesPerHour = 2, WeekendFactor = 1 };
        var shelf = new Shelf(new Demand(options, new Product("coca", 1_000_000, null), Paris), 1_000_000, false, options.DeliveryDelay, Monday, new Random(5));
        var days = new List<double>();
        for (int day = 0, before = shelf.QuantityAt(Monday); day < 400; day++)
        {
            var now = shelf.QuantityAt(Monday + (day + 1) * 24 * Hour);
            days.Add(before - now);
            before = now;
        }
        var mean = days.Average();
        mean.Should().BeApproximately(24, 1);
        days.Average(sold => (sold - mean) * (sold - mean)).Should().BeApproximately(24, 6, "a Poisson count varies as much as it is large");
    }

    [TestCase("2025-07-07T07:59:59Z", 0)]
    [TestCase("2025-07-07T08:00:00Z", 6)]
    [TestCase("2025-07-07T19:59:59Z", 6)]
    [TestCase("2025-07-07T20:00:00Z", 0)]
    [TestCase("2025-07-12T12:00:00Z", 9, TestName = "More_is_sold_on_Saturday")]
    public void Demand_follows_hour_and_weekday(string time, double pieces) => DemandFor(null, Paris).At(Milliseconds(time)).Should().Be(pieces);

    [Test]
    public void Seasonal_product_sells_more_in_its_season_which_the_hemisphere_decides()
    {
        var (paris, sydney) = (DemandFor(Season.Winter, Paris), DemandFor(Season.Winter, new Location("sydney-02", -33.87, 151.21)));
        paris.At(Milliseconds("2025-01-06T12:00:00Z")).Should().Be(18);
        paris.At(Milliseconds("2025-07-07T12:00:00Z")).Should().Be(6);
        // Sydney is ten hours ahead by its sun.
        sydney.At(Milliseconds("2025-01-07T02:00:00Z")).Should().Be(6);
        sydney.At(Milliseconds("2025-07-08T02:00:00Z")).Should().Be(18);
        sydney.At(Milliseconds("2025-07-08T12:00:00Z")).Should().Be(0);
    }

    [Test]
    public void Store_that_closes_when_it_opens_never_closes()
    {
        var always = new SimulatorOptions { Opens = new TimeOnly(9, 0), Closes = new TimeOnly(9, 0) };
        new Demand(always, new Product("coca", 4, null), Paris).At(Milliseconds("2025-07-07T03:00:00Z")).Should().Be(6);
    }

    [Test]
    public void Store_may_be_open_past_midnight()
    {
        var late = new Demand(new SimulatorOptions { Opens = new TimeOnly(18, 0), Closes = new TimeOnly(2, 0) }, new Product("coca", 4, null), Paris);
        late.At(Milliseconds("2025-07-08T01:00:00Z")).Should().Be(6);
        late.At(Milliseconds("2025-07-08T12:00:00Z")).Should().Be(0);
    }

    static Demand DemandFor(Season? season, Location store) => new(new SimulatorOptions(), new Product("any", 4, season), store);

    static Shelf ShelfOf((int Seed, int Threshold, double Sales, int Delay) shop)
    {
        var options = new SimulatorOptions { SalesPerHour = shop.Sales, DeliveryDelay = TimeSpan.FromMinutes(shop.Delay) };
        return new Shelf(new Demand(options, new Product("any", shop.Threshold, Season.Summer), Paris), shop.Threshold, shop.Seed % 2 == 0,
            options.DeliveryDelay, Monday, new Random(shop.Seed));
    }

    static long Milliseconds(string time) => DateTimeOffset.Parse(time, System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
