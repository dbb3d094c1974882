using StockNow.Tests.Simulator;

namespace StockNow.Tests.Issues;

// The log keeps each name of a position for ever, and every start of a stage reads them all.
sealed class C12_GeneratedPositionTests
{
    [Test]
    public async Task Runs_that_make_readings_share_one_position_and_none_continues_where_another_ended()
    {
        using var bench = new SimulatorBench { Options = new() { Count = 20 } };
        for (var run = 1; run <= 5; run++) await bench.RunAsync();
        bench.Log.Records.Should().HaveCount(100);
        bench.Log.Positions.Keys.Should().Equal("generated/simulator");
    }

    [Test]
    public async Task Worker_that_starts_again_continues_after_a_commit_whose_answer_was_lost()
    {
        using var bench = new SimulatorBench { Options = new() { Count = 20 } };
        bench.Log.UnansweredCommit = 1;
        var source = bench.NewSource();
        await bench.Invoking(one => one.RunAsync(source)).Should().ThrowAsync<StockNow.Stages.Streaming.EventLogException>();
        await bench.RunAsync(source);
        bench.Log.Records.Should().HaveCount(20);
    }
}
