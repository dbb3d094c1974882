using System.CommandLine;
using System.Globalization;
using Confluent.Kafka;
using StockNow.Benchmarks.Kafka;
using StockNow.Benchmarks.Measuring;
using StockNow.Benchmarks.Micro;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Streaming;

namespace StockNow.Benchmarks;

/// <summary>The benchmarks as commands; without one, their list.</summary>
sealed class BenchmarkCommands
{
    // Enough for the compiler to have optimized the hot paths by what it saw of them.
    const long WarmUpRecords = 300_000;

    // A run of all takes a few minutes, not a coffee break.
    const int ShortRun = 4;

    static readonly IBenchmark[] Benchmarks =
        [new LogBenchmark(), new FilterBenchmark(), new HandlerBenchmark(), new StorageBenchmark(), new PipelineBenchmark(), new LatencyBenchmark(),
            new ChainBenchmark(), new AnswersBenchmark()];

    static readonly IBenchmark[] KafkaBenchmarks = [new KafkaFilterBenchmark(), new KafkaLatencyBenchmark(), new KafkaStorageBenchmark()];

    readonly KafkaCommandOptions _kafka = new();
    readonly Option<long?> _records = new("--records") { Description = "Records to handle, looping over the input.", Recursive = true };
    readonly Option<string?> _input = new("--input")
    {
        Description = "Readings to use: an .ndjson or .ndjson.gz file. Default ../shared/data/*.ndjson.gz beside the repository, else made by the simulator.",
        Recursive = true,
    };
    readonly Option<string> _folder = new("--folder") { Description = "Where data goes; it is removed afterwards. Default beside this program, as a temporary "
        + "folder may lie in memory.", DefaultValueFactory = _ => AppContext.BaseDirectory, Recursive = true };
    readonly Option<Durability> _durability =
        new("--durability") { Description = "What a commit of the event log survives.", DefaultValueFactory = _ => Durability.PowerCut, Recursive = true };
    readonly Option<bool> _json = new("--json") { Description = "Print one JSON object a line, for programs.", Recursive = true };

    /// <summary>Runs what the arguments ask for.</summary>
    /// <returns>0, or 1 when a benchmark could not be run or did not do its work.</returns>
    public Task<int> RunAsync(string[] arguments)
    {
        _records.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<long?>() < 1) result.AddError("--records must be at least 1.");
        });
        var root = new RootCommand("Measures StockNow. Run it in Release, on a quiet machine.") { _records, _input, _folder, _durability, _json };
        root.SetAction(_ => PrintList(root));
        foreach (var benchmark in Benchmarks) Add(root, benchmark.Name, benchmark.Summary, parsed => MeasureAsync(SettingsOf(parsed), [benchmark], 1));
        foreach (var benchmark in KafkaBenchmarks)
            _kafka.AddTo(Add(root, benchmark.Name, benchmark.Summary,
                parsed => MeasureAsync(SettingsOf(parsed) with { Kafka = _kafka.SettingsOf(parsed) }, [benchmark], 1)));
        Add(root, "all", "Every one of these that needs no server, a quarter as long.", parsed => MeasureAsync(SettingsOf(parsed), Benchmarks, ShortRun));
        Add(root, "reader", "Micro benchmarks: reading JSON, stored batches, Parquet.", _ => Task.FromResult(MicroBenchmarks.Run()));
        return root.Parse(arguments).InvokeAsync();
    }

    BenchmarkSettings SettingsOf(ParseResult parsed) =>
        new(parsed.GetValue(_records), parsed.GetValue(_input), parsed.GetValue(_folder)!, parsed.GetValue(_durability), parsed.GetValue(_json), null);

    static async Task<int> MeasureAsync(BenchmarkSettings settings, IEnumerable<IBenchmark> benchmarks, int part)
    {
        try
        {
            using var folders = new WorkFolders(settings.Folder);
            var input = BenchmarkInput.Load(settings.Input);
            foreach (var benchmark in benchmarks)
            {
                var run = new BenchmarkRun(settings, folders, input, settings.Records ?? (benchmark.DefaultRecords ?? 0) / part);
                if (benchmark.NeedsWarmUp) await benchmark.RunAsync(run.WarmUp(WarmUpRecords));
                var machine = Machine.Now();
                await benchmark.RunAsync(run);
                Console.WriteLine((settings.Json
                    ? FigureJson.Render : (Renderer)FigurePage.Render)(benchmark.Name, machine, TextOf(benchmark, run), run.Figures));
            }
            return 0;
        }
        catch (Exception fault) when (fault is BenchmarkException or EventLogException or LakeException or UnrecoverableException or KafkaException
            or TimeoutException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
            return 1;
        }
    }

    static string TextOf(IBenchmark benchmark, BenchmarkRun run) => string.Create(CultureInfo.InvariantCulture,
        $"{(benchmark.DefaultRecords is null && run.Settings.Kafka is null ? "readings made by the simulator" : run.Input.ToString())}; {Where(run.Settings)}");

    static string Where(BenchmarkSettings settings) => settings.Kafka is { } kafka
        ? $"{BrokerRoom.Partitions} partitions at {kafka.Brokers}, {kafka.Rounds} rounds{(kafka.Peer is null ? "; no peer is named" : "")}"
        : $"{settings.Durability}; data in {settings.Folder}";

    static int PrintList(Command root)
    {
        var width = root.Subcommands.Max(command => command.Name.Length);
        Console.WriteLine("dotnet run -c Release --project StockNow.Benchmarks -- NAME [options]\n");
        foreach (var command in root.Subcommands) Console.WriteLine($"  {command.Name.PadRight(width)}  {command.Description}");
        Console.WriteLine("\nOptions: --help");
        return 0;
    }

    static Command Add(RootCommand root, string name, string summary, Func<ParseResult, Task<int>> action)
    {
        var command = new Command(name, summary);
        command.SetAction((parsed, _) => action(parsed));
        root.Add(command);
        return command;
    }

    delegate string Renderer(string name, Machine machine, string settings, Figures figures);
}
