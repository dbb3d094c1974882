using System.ComponentModel.DataAnnotations;
using CsCheck;
using StockNow.Stages.Base;
using StockNow.Stages.Storage;

namespace StockNow.Tests.Storage;

[TestFixture]
sealed class RollPolicyTests
{
    static readonly StorageOptions Options = new();
    static readonly RollPolicy Policy = new(Options);
    static readonly Gen<TimeSpan> Times = Gen.Long[0, 48 * 3600].Select(seconds => TimeSpan.FromSeconds(seconds));

    [Test]
    public void Files_come_after_5_10_20_40_seconds_and_then_at_the_latest_age()
    {
        var stored = new List<double>();
        for (var openedAt = TimeSpan.Zero; openedAt < TimeSpan.FromHours(1);)
        {
            var age = TimeSpan.Zero;
            while (Policy.AtRest(openedAt, age, TimeSpan.Zero) is null) age += TimeSpan.FromSeconds(1);
            openedAt += age;
            stored.Add(openedAt.TotalSeconds);
        }

        stored.Should().Equal(5, 10, 20, 40, 80, 160, 320, 640, 1240, 1840, 2440, 3040, 3640);
    }

    [Test]
    public void No_range_gets_older_than_the_latest_age() => Times.Sample(openedAt =>
        Policy.AtRest(openedAt, Options.MaxAge, TimeSpan.Zero).Should().Be(RollReason.Age));

    [Test]
    public void No_range_that_gets_records_is_stored_for_its_age_before_the_first_one() => Gen.Select(Times, Gen.Int[0, 4999]).Sample((openedAt, age) =>
        Policy.AtRest(openedAt, TimeSpan.FromMilliseconds(age), TimeSpan.Zero).Should().BeNull());

    [Test]
    public void A_range_that_gets_no_records_is_stored() => Gen.Select(Times, Times).Sample((openedAt, idle) =>
        Policy.AtRest(openedAt, TimeSpan.Zero, idle).Should().Be(idle >= Options.Idle ? RollReason.Idle : null));

    [Test]
    public void A_full_range_is_stored_first() => Gen.Select(Gen.Long[1, 2_000_000], Gen.Long[0, 1000], Gen.Long[0, 1000]).Sample((records, bytes, allowed) =>
        Policy.WhenFull(records, bytes, allowed).Should().Be(records >= Options.MaxRows ? RollReason.Rows : bytes >= allowed ? RollReason.Bytes : null));

    [Test]
    public void An_empty_range_takes_a_record_whatever_the_memory() => Policy.WhenFull(0, 0, -1).Should().BeNull();

    [Test]
    public void A_late_reading_closes_nothing() => Gen.Select(Gen.Int[0, 1999], Times).Sample((hours, age) =>
        Policy.BeforeNewHour(hours, isLater: false, age).Should().BeNull());

    [TestCase(1, 6, RollReason.HourClosed)]
    [TestCase(1, 5, null)]
    [TestCase(0, 6, null)]
    [TestCase(2000, 0, RollReason.Hours)]
    public void A_later_hour_closes_a_range_that_has_readings_and_some_age(int hours, int age, RollReason? expected) =>
        Policy.BeforeNewHour(hours, isLater: true, TimeSpan.FromSeconds(age)).Should().Be(expected);

    [Test]
    public void Closing_hours_can_be_turned_off() =>
        new RollPolicy(new StorageOptions { RollAtHourClose = false }).BeforeNewHour(1, isLater: true, TimeSpan.FromHours(1)).Should().BeNull();

    [Test]
    public void Contradictory_options_are_refused()
    {
        var options = new StorageOptions { FirstAge = TimeSpan.FromMinutes(20), MaxBytes = new ByteSize(1000) };

        options.Validate(new ValidationContext(options)).Select(fault => $"{fault.MemberNames.Single()} {fault.ErrorMessage}")
            .Should().Equal("FirstAge must not be more than MaxAge (00:10:00)", "MaxBytes must be at least 1 MB");
    }
}
