using System.Text;
using CsCheck;
using StockNow.Contracts.Events;
using StockNow.Host.Shelves;

namespace StockNow.Tests.Shelves;

/// <summary>Readings say what is short and since when, what was refilled, and which sensor is silent.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class ShelfBoardTests
{
    static readonly DateTimeOffset Start = new(2026, 11, 27, 8, 0, 0, TimeSpan.Zero);

    readonly ShelfBoard _board = new();

    [Test]
    public void Before_the_first_reading_there_is_nothing() => _board.Look().Should().Be(ShelfPicture.None);

    [Test]
    public void Shelf_below_its_threshold_is_to_be_refilled_and_says_since_when_it_is_empty()
    {
        See(0, quantity: 2);
        See(10, quantity: 0);
        See(52, quantity: 0);
        _board.Look().Short.Should().Equal(new ShortShelf("paris-12 shelf-1", "ski", 0, 3, TimeSpan.FromMinutes(42), null, false));
        _board.Look().Empty.Should().Be(1);
    }

    [Test]
    public void Report_says_how_many_to_bring_and_whether_the_product_is_in_season()
    {
        See(0, quantity: 1);
        _board.Take(new MissingProductReport("ski", 8, true, "r", "shelf-1", "paris-12", 1, 3, "winter", Start));
        _board.Take(new MissingProductReport("ski", 7, false, "r", "shelf-9", "paris-12", 1, 3, "winter", Start));
        _board.Look().Short.Should().ContainSingle().Which.Should().Match<ShortShelf>(shelf => shelf.Bring == 8 && shelf.IsInSeason);
    }

    [Test]
    public void Refill_ends_it_and_says_how_long_it_was_low()
    {
        See(0, quantity: 1);
        See(18, quantity: 9);
        var seen = _board.Look();
        seen.Short.Should().BeEmpty();
        seen.Refilled.Should().Equal(new RefilledShelf("paris-12 shelf-1", "ski", 9, Start.AddMinutes(18), TimeSpan.FromMinutes(18)));
    }

    [Test]
    public void Late_reading_changes_nothing()
    {
        See(10, quantity: 9);
        See(5, quantity: 0);
        _board.Look().Short.Should().BeEmpty();
    }

    [Test]
    public void Empty_ones_come_first_the_longest_empty_before_the_others()
    {
        See(0, quantity: 2, product: "a");
        See(0, quantity: 0, product: "b");
        See(1, quantity: 1, product: "c");
        See(2, quantity: 0, product: "d");
        _board.Look().Short.Select(shelf => shelf.Product).Should().Equal("b", "d", "c", "a");
    }

    [Test]
    public void Sensor_that_misses_several_rounds_is_silent_and_speaks_again()
    {
        for (var minute = 0; minute < 5; minute++) See(minute, quantity: 9, sensor: "shelf-2");
        for (var minute = 0; minute < 20; minute++) See(minute, quantity: 9);
        _board.Look().Silent.Should().Equal(new SilentSensor("paris-12 shelf-2", Start.AddMinutes(4)));
        See(20, quantity: 9, sensor: "shelf-2");
        _board.Look().Silent.Should().BeEmpty();
    }

    [Test]
    public void Board_is_as_a_simple_model_says() =>
        Gen.Select(Gen.Int[0, 9].Array[1, 60], Gen.Int[1, 5]).Sample((quantities, threshold) =>
        {
            var board = new ShelfBoardTests();
            for (var minute = 0; minute < quantities.Length; minute++) board.See(minute, quantities[minute], threshold: threshold);
            var isShort = quantities[^1] < threshold;
            var since = Array.FindLastIndex(quantities, quantity => quantities[^1] == 0 ? quantity != 0 : quantity >= threshold) + 1;
            var seen = board._board.Look();
            seen.Short.Select(shelf => (shelf.Quantity, shelf.For.TotalMinutes)).Should()
                .Equal(isShort ? [(quantities[^1], quantities.Length - 1 - since)] : Array.Empty<(int, double)>());
            var refills = Enumerable.Range(1, quantities.Length - 1).Count(at => quantities[at - 1] < threshold && quantities[at] >= threshold);
            seen.Refilled.Should().HaveCount(Math.Min(20, refills));
        });

    void See(double minute, int quantity, string product = "ski", string sensor = "shelf-1", int threshold = 3) => _board.Take(new ReadingFields
    {
        SensorId = Encoding.UTF8.GetBytes(sensor), ProductId = Encoding.UTF8.GetBytes(product), Store = "paris-12"u8, Quantity = quantity,
        Threshold = threshold, Alert = quantity < threshold, TimestampMs = Start.AddMinutes(minute).ToUnixTimeMilliseconds(),
    });
}
