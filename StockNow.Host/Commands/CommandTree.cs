using System.CommandLine;
using System.CommandLine.Help;
using StockNow.Host.Answers;
using StockNow.Host.Configuration;
using StockNow.Stages.Hosting;

namespace StockNow.Host.Commands;

/// <summary>The commands and their options. Everything else on the command line is a setting of the configuration.</summary>
internal sealed class CommandTree
{
    /// <summary>What a person types to run it.</summary>
    public const string ProgramName = "stocknow";

    static readonly StageCatalog Catalog = StageCatalog.Find();

    readonly Option<string?> _stages = new("--stages")
    {
        Description = $"Stages to run: all, or names joined by commas ({string.Join(", ", Catalog.Names)}). Without it Stages:<Name>:Enabled decides.",
    };
    readonly Option<bool> _untilDrained = new("--until-drained") { Description = "End by itself once all input is handled and flushed, and print the totals." };
    readonly Option<bool> _demo = new("--demo")
    {
        Description = "Show the whole product: two weeks of three simulated shops in less than a minute, up to now, and then what happens now.",
    };
    readonly AnalysisShortcuts _analysis = new();
    readonly Option<bool> _quiet = new("--quiet") { Description = "Write only answers, totals, warnings and faults: no banner, no log." };
    readonly Option<OutputFormat> _output =
        new("--output") { Description = "How results are shown: table, json, or for answers also csv or html.", DefaultValueFactory = _ => OutputFormat.Table };
    readonly Option<string?> _config =
        new("--config") { Description = "A configuration file over those beside the program and in the working directory.", HelpName = "file",
        Recursive = true };
    readonly Option<long> _limit = new("--limit") { Description = "Show at most so many.", DefaultValueFactory = _ => 100 };
    readonly Option<int> _last = new("--last") { Description = "Show at most so many, the latest ones.", DefaultValueFactory = _ => 20 };
    readonly Option<bool> _follow = new("--follow") { Description = "Show those that come, too, until Ctrl-C." };
    readonly Option<bool> _again = new("--again") { Description = "Send all of them, also those that were sent back before." };
    readonly Option<bool> _offline = new("--offline") { Description = "Connect to nothing." };
    readonly Option<bool> _deep = new("--deep") { Description = "Also read every byte of every file of the lake, decode its values with DuckDB, which did not "
        + "write it, and compare the digests of both with those that its intent names." };
    readonly Option<bool> _values = new("--values") { Description = "Like --deep, and also compare the values with the event log, as far as it still holds "
        + "them." };
    readonly Option<string?> _before = new("--before") { Description = "The first date that stays, such as 2025-07-01, in UTC.", HelpName = "date" };
    readonly Option<int?> _days = new("--days") { Description = "How many days stay, today included." };
    readonly Option<bool> _yes = new("--yes") { Description = "Do it; without it they are only counted." };
    readonly Option<string?> _at = new("--at") { Description = "Which one: partition and offset, as 'list' shows them, such as 0@12.", HelpName = "place" };
    IReadOnlyList<KeyValuePair<string, string?>> _settings = [];
    Setup? _setup;

    /// <summary>Whether the log is set to show where a fault was thrown.</summary>
    public bool ShowsStacks => _setup?.Configuration["Logging:LogLevel:Default"] is { } level && (Is(level, "Debug") || Is(level, "Trace"));

    /// <summary>Runs what the arguments ask for.</summary>
    /// <returns>An exit code, see <see cref="ExitCodes"/>.</returns>
    public async Task<int> RunAsync(string[] arguments)
    {
        var root = Root();
        var line = CommandLine.Read(arguments, root, StrictBinder.Known(Setup.Sections(Catalog)));
        if (FaultList.Printed(line.Faults, "command line")) return ExitCodes.BadConfiguration;
        _settings = line.Settings;
        var parsed = root.Parse(line.Words, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (FaultList.Printed([.. parsed.Errors.Select(error => new ConfigurationFault("", error.Message))], "command line")) return ExitCodes.BadConfiguration;
        return await parsed.InvokeAsync(
            new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null, Output = Console.Out,
            Error = Console.Error });
    }

    /// <summary>The commands, for the help and for what checks the command line.</summary>
    internal Command Root()
    {
        var root = new Command(ProgramName, $$"""
            StockNow watches the shelves: readings become missing-product reports within milliseconds, rest in a lake exactly once, and turn into answers.

              --demo                                    shows everything: two weeks of three shops in less than a minute
              --stages=all                              runs everything, with nothing installed
              --stages=all --until-drained --Simulator:Replay:File=readings.ndjson.gz
              audit                                     proves that nothing is lost and nothing is there twice

            Everything else on the command line is a setting, such as --Simulator:Interval=2s or --DataFolder=/srv/stock; all of them: docs/configuration.md.

            {{ExitCodes.Help}}
            """)
        {
            _stages, _demo, _untilDrained, _output, _quiet, _config, new HelpOption { Recursive = true }, new VersionOption("--version", "-v"),
        };
        foreach (var option in _analysis.Options) root.Add(option);
        root.SetAction((parsed, _) => RunCommand.RunAsync(
            Read(parsed, parsed.GetValue(_stages) ?? (parsed.GetValue(_demo) ? Demo.Stages : null), parsed.GetValue(_untilDrained)),
            parsed.GetValue(_output), parsed.GetValue(_quiet)));
        Add(root, "validate", "Check configuration and pipeline, and ask event log, lake and engine for a sign of life.", [_stages, _offline, _output],
            (parsed, stop) => ValidateCommand.RunAsync(Read(parsed, parsed.GetValue(_stages)), parsed.GetValue(_output), parsed.GetValue(_offline), stop));
        Add(root, "graph", "Print the enabled pipeline as a Mermaid flowchart.", [_stages],
            (parsed, _) => Task.FromResult(GraphCommand.Run(Read(parsed, parsed.GetValue(_stages), writes: Writes.Nothing))));
        Add(root, "audit", "Prove that nothing is lost and nothing is there twice; exit code 3 when something is, 4 when there is nothing to audit.",
            [_deep, _values, _output],
            (parsed, stop) => AuditCommand.RunAsync(
                Read(parsed, writes: Writes.Nothing), parsed.GetValue(_output), parsed.GetValue(_deep), parsed.GetValue(_values), stop));
        Add(root, "reports", "Show the last missing-product reports: what to bring to which shelf.",
            [_last, _follow, _analysis["--store"], _analysis["--product"], _output],
            (parsed, stop) => ReportsCommand.RunAsync(Read(parsed, writes: Writes.Nothing), parsed.GetValue(_output), parsed.GetValue(_last),
                parsed.GetValue(_follow), stop));
        Add(root, "status", "Say how the pipeline stands: records, what waits, and the shelves to refill; asks the running process where Http:Url is set.",
            [_output], (parsed, stop) => StatusCommand.RunAsync(Read(parsed, writes: Writes.Nothing), parsed.GetValue(_output), stop));
        Add(root, "health", "Ask the running process how it is doing, where Http:Url says; exit code 1 when it is not ready.", [_output],
            (parsed, stop) => HealthCommand.RunAsync(Read(parsed, writes: Writes.Nothing), parsed.GetValue(_output), stop));
        var lake = Add(root, "lake", "Look after the lake.", [], null);
        Add(lake, "verify", "Prove that the lake's ranges are whole and every row is there once; exit code 3 when not, 4 when there is no lake.",
            [_deep, _output],
            (parsed, stop) => LakeVerifyCommand.RunAsync(Read(parsed, writes: Writes.Nothing), parsed.GetValue(_output), parsed.GetValue(_deep), stop));
        var acceptLoss = new Option<string?>("--accept-loss")
        {
            HelpName = "reason",
            Description = "records the ranges as lost that neither the lake nor the event log holds, with this reason; storage then continues without them",
        };
        Add(lake, "repair", "Store again what is gone from the lake and still in the event log; exit code 1 when something cannot be repaired.", [acceptLoss],
            (parsed, stop) => LakeRepairCommand.RunAsync(Read(parsed, writes: Writes.Lake), parsed.GetValue(acceptLoss), stop));
        Add(lake, "retain", "Drop the files of old dates from the lake; 'audit' and 'lake verify' know of it. Without --yes they are only counted.",
            [_before, _days, _yes],
            (parsed, stop) => LakeRetainCommand.RunAsync(
                Read(parsed, writes: Writes.Nothing), parsed.GetValue(_before), parsed.GetValue(_days), parsed.GetValue(_yes), stop));
        var deadLetters = Add(root, "dead-letters", "Look after the records that no stage could make sense of.", [], null);
        Add(deadLetters, "list", "Show them: where, why, from where, and how they begin.", [_limit, _output],
            (parsed, stop) => DeadLettersCommand.ListAsync(Read(parsed, writes: Writes.Nothing), parsed.GetValue(_output), parsed.GetValue(_limit), stop));
        Add(deadLetters, "replay", "Send them back to the topics they came from, each once.", [_again],
            (parsed, stop) => DeadLettersCommand.ReplayAsync(Read(parsed, writes: Writes.EventLog), parsed.GetValue(_again), stop));
        Add(deadLetters, "show", "Show one of them with all that it holds.", [_at, _output],
            (parsed, stop) => DeadLettersCommand.ShowAsync(Read(parsed, writes: Writes.Nothing), parsed.GetValue(_output), parsed.GetValue(_at), stop));
        Add(deadLetters, "purge", "List and replay them no more; 'audit' still knows of them. Without --yes they are only counted.", [_yes],
            (parsed, stop) => DeadLettersCommand.PurgeAsync(Read(parsed, writes: Writes.EventLog), parsed.GetValue(_yes), stop));
        var query = new Argument<string>("query") { Description = "One SELECT over the views readings, alerts and reports; DESCRIBE and SUMMARIZE work too." };
        Add(root, "sql", "Ask the published files of the lake a question of your own, in SQL. Nothing is written.", [_output],
            (parsed, stop) => SqlCommand.RunAsync(Read(parsed, writes: Writes.Nothing), parsed.GetValue(query)!, parsed.GetValue(_output), stop)).Add(query);
        var config = Add(root, "config", "Look at the configuration.", [], null);
        Add(config, "show", "Print every setting as it is in force, and which file, variable or option it came from. Secrets are masked.", [_output],
            (parsed, _) => Task.FromResult(ConfigShowCommand.Run(Read(parsed, writes: Writes.Nothing), parsed.GetValue(_output))));
        return root;
    }

    Setup Read(ParseResult parsed, string? stages = null, bool untilDrained = false, Writes writes = Writes.WhatItsStagesWrite)
    {
        IEnumerable<KeyValuePair<string, string?>> quiet = parsed.GetValue(_quiet) ? [new("Logging:LogLevel:Default", "Warning")] : [];
        var demo = parsed.GetValue(_demo) ? Demo.Settings : [];
        IEnumerable<KeyValuePair<string, string?>> settings = [.. demo, .. quiet, .. _settings, .. _analysis.SettingsOf(parsed)];
        return _setup = Setup.Read(settings, stages, untilDrained, writes, parsed.GetValue(_config));
    }

    static Command Add(Command parent, string name, string description, Option[] options, Func<ParseResult, CancellationToken, Task<int>>? action)
    {
        var command = new Command(name, description);
        foreach (var option in options) command.Add(option);
        if (action is not null) command.SetAction(action);
        parent.Add(command);
        return command;
    }

    static bool Is(string text, string known) => text.Equals(known, StringComparison.OrdinalIgnoreCase);
}
