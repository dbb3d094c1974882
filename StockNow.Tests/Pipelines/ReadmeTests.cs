using StockNow.Host.Commands;
using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>Every command of the README does what it says, in the README's order and in one working directory.</summary>
sealed class ReadmeTests
{
    // They belong to services, and the tests of those services run them.
    static readonly string[] OfServices = ["--EventLog:Kind=Kafka", "--Lake:Store=Hdfs", "--Lake:Store=S3", "--Analysis:Engine=Spark"];

    [Test]
    public async Task Every_command_is_executed_in_order()
    {
        using var folder = new TempFolder();
        Directory.CreateDirectory(folder["samples"]);
        File.Copy(Path.Combine(SharedData.RepositoryRoot, "samples", "readings.ndjson.gz"), folder["samples", "readings.ndjson.gz"]);
        var executed = 0;
        foreach (var command in ReadmeCommands.All)
        {
            if (ReadmeCommands.ArgumentsOf(command) is not { } arguments) continue;
            await TestContext.Progress.WriteLineAsync(command);
            await using var run = HostProcess.StartIn(folder.Path, Checked(arguments));
            if (RunsUntilCtrlC(arguments))
            {
                await run.UntilAsync(one => one.Err.Contains("Answers so far"));
                run.Signal("INT");
            }
            (await run.ExitAsync()).Should().Be(ExitCodeOf(arguments), $"{command}\n{run.Err}\n{run.Out}");
            ShouldHaveSaid(arguments, run);
            executed++;
        }
        executed.Should().BeGreaterThan(15, "the README has so many commands at least");
    }

    [Test]
    public void Every_other_command_is_executed_by_the_continuous_integration()
    {
        var script = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, ".ci", "run"));
        foreach (var command in ReadmeCommands.All.Where(command => ReadmeCommands.ArgumentsOf(command) is null)) script.Should().Contain(command);
    }

    // A service that is not there cannot be used, but all that the command says of it can be checked.
    static string[] Checked(string[] arguments) =>
        IsOfService(arguments) ? ["validate", "--offline", .. arguments.Where(one => one != "--until-drained")] : arguments;

    static bool IsOfService(string[] arguments) => arguments.Any(argument => OfServices.Any(argument.StartsWith));

    static bool RunsUntilCtrlC(string[] arguments) => !IsOfService(arguments) && !arguments.Contains("--until-drained")
        && (arguments.Contains("--demo") || arguments.Contains("--stages=all"));

    // What is malformed stays where it is, and a replay that leaves something says so.
    static int ExitCodeOf(string[] arguments) => arguments is ["dead-letters", "replay"] ? ExitCodes.Failed : ExitCodes.Done;

    static void ShouldHaveSaid(string[] arguments, HostProcess run)
    {
        switch (arguments)
        {
            case ["audit", ..]: run.Out.Should().EndWith("Clean: nothing lost, nothing twice.\n"); break;
            case ["status"]: run.Out.Should().Contain("To refill: ").And.Contain("is silent"); break;
            case ["reports", "--output=csv"]: run.Out.Split("\r\n").SkipLast(1).Should().HaveCount(21).And.OnlyContain(line => line.Contains(',')); break;
            case ["reports", ..]: run.Out.Split('\n').Should().HaveCount(12).And.OnlyContain(line => line.Length < 160); break;
            case ["--stages=analysis"]: run.Out.Should().Contain("weekend").And.Contain("parapluie"); break;
            case ["dead-letters", "show", ..]: run.Out.Should().Contain("is not JSON").And.Contain("{\"sensor_id\""); break;
            case ["--stages=all", "--until-drained", ..] when !IsOfService(arguments): run.Out.Should().Contain("6,6"); break;
        }
    }
}
