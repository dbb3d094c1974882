using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>Two processes under one name would end each other's transactions for ever: one of them stops and says why.</summary>
[Category("Kafka")]
[NonParallelizable]
sealed class KafkaSecondOwnerTests
{
    const int Readings = 4500;
    static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Of_two_filters_of_one_instance_one_ends_with_the_reason_and_the_other_continues()
    {
        using var folder = new TempFolder();
        var log = await KafkaService.EmptyAsync();
        string[] shared = [$"--DataFolder={folder.Path}", "--Restart:LongestPause=1s", .. log];
        string[] filter = ["--stages=alert-filter", "--EventLog:Kafka:Instance=shop", .. shared];
        var others = HostProcess.RunAsync([
            "--stages=simulator,alert-handler,storage", "--until-drained", "--output=json", FormattableString.Invariant($"--Simulator:Count={Readings}"),
                "--Simulator:Rate=300", "--Simulator:Stores=40",
            "--Simulator:SalesPerHour=10000", .. shared]);
        await using var first = HostProcess.Start(filter);
        await using var second = HostProcess.Start(filter);

        await first.UntilAsync(one => one.HasExited || second.HasExited, mayEnd: true);
        var (ended, other) = first.HasExited ? (first, second) : (second, first);
        (await ended.ExitAsync()).Should().Be(1, ended.Err);
        ended.Err.Should().Contain("Another process uses the transactional id 'instocknow-alert-filter-shop-0'").And.Contain("EventLog:Kafka:Instance");
        (await others).ExitCode.Should().Be(0);
        other.HasExited.Should().BeFalse(other.Err);
        other.Signal("TERM");
        (await other.ExitAsync()).Should().Be(0, other.Err);

        var rest = await HostProcess.RunAsync(["--stages=alert-filter,alert-handler,storage", "--until-drained", "--Drain:Quiet=3s", .. shared]);
        rest.ExitCode.Should().Be(0, rest.Err);
        var seen = KafkaExactlyOnce.Look(KafkaService.Brokers);
        seen.Faults.Should().BeEmpty();
        (seen.Readings, seen.Alerts > 0).Should().Be((Readings, true));
        await Pipeline.ShouldBeClean(folder.Path, log);
    }
}
