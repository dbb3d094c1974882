using StockNow.Tests.Support;

namespace StockNow.Tests.Commands;

/// <summary>Reports can be followed through a pipe and filtered, by the real program.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class ReportsCommandTests : IDisposable
{
    readonly TempFolder _folder = new();

    [SetUp]
    public async Task MakeReports()
    {
        var run = await HostProcess.RunAsync("--stages=all", "--until-drained", "--quiet", "--Simulator:Seed=3", "--Simulator:Stores=2",
            "--Simulator:Count=400", "--Simulator:Interval=1h", "--Simulator:Speed=max", $"--DataFolder={_folder.Path}");
        run.ExitCode.Should().Be(0, run.Err);
    }

    public void Dispose() => _folder.Dispose();

    [Test]
    public async Task Following_ends_quietly_when_nobody_reads_any_more()
    {
        var run = await Shell.RunAsync($"stocknow reports --follow --output=json --DataFolder='{_folder.Path}' | head -n 2; exit ${{PIPESTATUS[0]}}");
        run.Code.Should().Be(0);
        run.Err.Should().BeEmpty();
        run.Out.TrimEnd().Split('\n').Should().HaveCount(2).And.OnlyContain(line => line.StartsWith("{\"product_id\":", StringComparison.Ordinal));
    }

    [Test]
    public async Task Following_shows_what_comes()
    {
        await using var follower = HostProcess.Start("reports", "--follow", "--last=1", "--output=json", $"--DataFolder={_folder.Path}");
        await follower.UntilAsync(run => run.Out.EndsWith('\n'));
        var before = follower.Out.Split('\n').Length;
        await MakeReports();
        await follower.UntilAsync(run => run.Out.Split('\n').Length > before + 10);
    }

    [Test]
    public async Task Only_the_store_that_was_asked_for_is_shown()
    {
        var run = await HostProcess.RunAsync("reports", "--last=1000", "--store=sydney-02", "--output=csv", $"--DataFolder={_folder.Path}");
        run.Out.Split("\r\n").Skip(1).SkipLast(1).Should().NotBeEmpty().And.OnlyContain(line => line.Contains(",sydney-02,"));
        var none = await HostProcess.RunAsync("reports", "--product=nothing", $"--DataFolder={_folder.Path}");
        (none.ExitCode, none.Out).Should().Be((0, ""));
        none.Err.Should().StartWith("No reports of product 'nothing' in embedded (SQLite)");
    }

    [Test]
    public async Task Results_are_added_to_the_end_of_a_file()
    {
        var run = await Shell.RunAsync(
            $"cd '{_folder.Path}' && (echo first; stocknow reports --last=1 --output=json --DataFolder=.; echo last) > out.txt; cat out.txt");
        run.Out.TrimEnd().Split('\n').Should().HaveCount(3).And.StartWith("first").And.EndWith("last");
    }
}
