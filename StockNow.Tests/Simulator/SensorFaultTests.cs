using System.Text;
using StockNow.Contracts.Events;

namespace StockNow.Tests.Simulator;

/// <summary>Simulated sensors fail as asked.</summary>
public sealed class SensorFaultTests
{
    static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Test]
    public async Task Last_shelf_of_the_last_store_falls_silent_when_asked_and_the_others_do_not()
    {
        var stream = await SimulatedTimeTests.StreamOf(new()
        {
            Seed = 1, Stores = 2, Interval = Hour, Duration = Hour * 10, Speed = new(null), Faults = new() { SilentAfter = Hour * 4 },
        });
        var rounds = stream.GroupBy(reading => reading.Split('=')[0]).ToDictionary(sensor => sensor.Key, sensor => sensor.Count());
        rounds.Should().HaveCount(8);
        rounds["sydney-02/shelf-4"].Should().Be(2 * 4);
        rounds.Where(sensor => sensor.Key != "sydney-02/shelf-4").Should().OnlyContain(sensor => sensor.Value % 10 == 0);
    }

    [Test]
    public async Task One_message_is_cut_short_when_asked()
    {
        var stream = await SimulatedTimeTests.StreamOf(new()
        {
            Seed = 1, Interval = Hour, Duration = Hour * 10, Speed = new(null), Faults = new() { BrokenAfter = Hour * 4 },
        });
        var reader = new ReadingReader();
        var malformed = Enumerable.Range(0, stream.Count)
            .Where(index => !reader.TryRead(Encoding.UTF8.GetBytes(stream[index][(stream[index].IndexOf('=', StringComparison.Ordinal) + 1)..]), out _, out _));
        malformed.Should().Equal(40);
    }
}
