using System.CommandLine;
using StockNow.Host.Answers;
using StockNow.Host.Configuration;
using StockNow.Stages.Hosting;

namespace StockNow.Host.Commands;

/// <summary>The commands and their options. Everything else on the command line is a setting of the configuration.</summary>
internal sealed class CommandTree
{
    readonly Option<string?> _stages = new("--stages")
    {
        Description = $"Stages to run: all, or names joined by commas ({string.Join(", ", StageNames.All)}). Without it Stages:<Name>:Enabled decides.",
        Recursive = true,
    };
    readonly Option<bool> _untilDrained = new("--until-drained") { Description = "End by itself once all input is handled and flushed, and print the totals." };
    readonly Option<OutputFormat> _output = new("--output") { Description = "How results are shown.", DefaultValueFactory = _ => OutputFormat.Table, Recursive = true };
    readonly Option<long> _limit = new("--limit") { Description = "Show at most so many.", DefaultValueFactory = _ => 100 };
    readonly Option<bool> _again = new("--again") { Description = "Send all of them, also those that were sent back before." };
    readonly Option<bool> _offline = new("--offline") { Description = "Connect to nothing." };
    IReadOnlyList<KeyValuePair<string, string?>> _settings = [];

    /// <summary>Runs what the arguments ask for.</summary>
    /// <returns>An exit code, see <see cref="ExitCodes"/>.</returns>
    public async Task<int> RunAsync(string[] arguments)
    {
        var root = Root();
        (var rest, _settings) = CommandLineSettings.TakeOut(arguments, KnownOptions(root));
        var parsed = root.Parse(rest);
        if (parsed.Errors.Count > 0)
        {
            await Console.Error.WriteAsync(FaultList.Text([.. parsed.Errors.Select(error => new ConfigurationFault("", error.Message, "command line"))]));
            return ExitCodes.BadConfiguration;
        }
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
    }

    RootCommand Root()
    {
        var root = new RootCommand("""
            StockNow watches the shelves: readings become missing-product reports within milliseconds, rest in a lake exactly once, and turn into answers.

              --stages=all                              runs everything, with nothing installed
              --stages=all --until-drained --Simulator:Replay:File=readings.ndjson.gz
              audit                                     proves that nothing is lost and nothing is there twice

            Everything else on the command line is a setting, such as --Simulator:Interval=2s or --DataFolder=/srv/stock; all of them: docs/configuration.md.
            """)
        {
            _stages, _untilDrained, _output,
        };
        root.SetAction((parsed, _) => RunCommand.RunAsync(Setup.Read(_settings, parsed.GetValue(_stages), parsed.GetValue(_untilDrained)), parsed.GetValue(_output)));
        Add(root, "validate", "Check configuration and pipeline, and ask event log, lake and engine for a sign of life.", [_offline],
            (parsed, stop) => ValidateCommand.RunAsync(SetupOf(parsed), parsed.GetValue(_offline), stop));
        Add(root, "graph", "Print the enabled pipeline as a Mermaid flowchart.", [], (parsed, _) => Task.FromResult(GraphCommand.Run(SetupOf(parsed))));
        Add(root, "audit", "Prove that nothing is lost and nothing is there twice; exit code 3 when something is.", [],
            (parsed, stop) => AuditCommand.RunAsync(SetupOf(parsed), parsed.GetValue(_output), stop));
        Add(root, "health", "Ask the running process how it is doing, where Http:Url says; exit code 1 when it is not ready.", [],
            (parsed, stop) => HealthCommand.RunAsync(SetupOf(parsed), stop));
        var lake = Add(root, "lake", "Look after the lake.", [], null);
        Add(lake, "verify", "Prove that the lake's ranges are whole and every row is there once; exit code 3 when not.", [],
            (parsed, stop) => LakeVerifyCommand.RunAsync(SetupOf(parsed), parsed.GetValue(_output), stop));
        var deadLetters = Add(root, "dead-letters", "Look after the records that no stage could make sense of.", [], null);
        Add(deadLetters, "list", "Show them: where, why, from where, and how they begin.", [_limit],
            (parsed, stop) => DeadLettersCommand.ListAsync(SetupOf(parsed), parsed.GetValue(_limit), stop));
        Add(deadLetters, "replay", "Send them back to the topics they came from, each once.", [_again],
            (parsed, stop) => DeadLettersCommand.ReplayAsync(SetupOf(parsed), parsed.GetValue(_again), stop));
        return root;
    }

    Setup SetupOf(ParseResult parsed) => Setup.Read(_settings, parsed.GetValue(_stages));

    static Command Add(Command parent, string name, string description, Option[] options, Func<ParseResult, CancellationToken, Task<int>>? action)
    {
        var command = new Command(name, description);
        foreach (var option in options) command.Add(option);
        if (action is not null) command.SetAction(action);
        parent.Add(command);
        return command;
    }

    static HashSet<string> KnownOptions(Command command) =>
        [.. command.Options.Select(option => option.Name), .. command.Options.SelectMany(option => option.Aliases), .. command.Subcommands.SelectMany(KnownOptions)];
}
