using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using StockNow.Contracts.Topics;
using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>A simulator that replays a file, and the other stages, in processes of their own, with a broker whose network is cut again and again.</summary>
sealed partial class NetworkCutRun : IAsyncDisposable
{
    static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200), Warm = TimeSpan.FromSeconds(12), DrainTimeout = TimeSpan.FromMinutes(3);

    readonly CutOffBroker _broker;
    readonly ReadingsFile _file;
    readonly string _folder;
    readonly string[] _log;
    readonly KafkaVictim[] _victims;
    readonly PlainLoop? _plain;
    readonly CancellationTokenSource _endOfPlain = new();
    bool _haveVictimsEnded;

    NetworkCutRun(CutOffBroker broker, ReadingsFile file, string folder, bool besidePlainLoop)
    {
        (_broker, _file, _folder) = (broker, file, folder);
        _log = ["--EventLog:Kind=Kafka", $"--Kafka:BootstrapServers={broker.Address}", "--EventLog:Kafka:Instance=cut"];
        Directory.CreateDirectory(Path.Combine(folder, "logs"));
        _victims =
        [
            Victim("simulator", "simulator", $"--Simulator:Replay:File={file.Path}", "--Simulator:Replay:Speed=1"),
            Victim("stages", "alert-filter,alert-handler,storage", "--Storage:FirstAge=1s", "--Storage:MaxAge=5s"),
        ];
        _plain = besidePlainLoop ? new PlainLoop(broker.Address) : null;
    }

    /// <summary>What came of it, in words.</summary>
    public string Summary { get; private set; } = "";

    /// <summary>How often producers were renewed.</summary>
    public int Renewals { get; private set; }

    /// <summary>What is not as it should be.</summary>
    public List<string> Faults { get; } = [];

    public static async Task<NetworkCutRun> StartAsync(int number, ReadingsFile file, string folder, bool besidePlainLoop) =>
        new(await CutOffBroker.StartAsync(number), file, folder, besidePlainLoop);

    /// <summary>Cuts the network so many times, lets all come to its end, and judges.</summary>
    public async Task RunAsync(int cuts, Random random)
    {
        await RestAsync(Warm);
        if (_plain is not null) await _plain.StartAsync(partitions: 6, _endOfPlain.Token);
        await RestAsync(TimeSpan.FromSeconds(3));
        foreach (var number in Enumerable.Range(0, cuts))
        {
            var cut = (NetworkCut)(number % Enum.GetValues<NetworkCut>().Length);
            var cutting = _broker.Network.CutAsync(cut, TimeSpan.FromMilliseconds(random.Next(3000, 10_000)));
            while (!cutting.IsCompleted) await RestAsync(Look);
            await cutting;
            await RestAsync(TimeSpan.FromMilliseconds(random.Next(500, 3000)));
        }
        await _victims[0].EndAsync();
        await UntilDrainedAsync();
        await _victims[1].EndAsync();
        await JudgeAsync(cuts);
    }

    public async ValueTask DisposeAsync()
    {
        await _endOfPlain.CancelAsync();
        await EndVictimsAsync();
        await _broker.DisposeAsync();
        _endOfPlain.Dispose();
    }

    async Task EndVictimsAsync()
    {
        if (_haveVictimsEnded) return;
        _haveVictimsEnded = true;
        foreach (var victim in _victims) await victim.DisposeAsync();
    }

    KafkaVictim Victim(string name, string stages, params string[] arguments) => new(name, Path.Combine(_folder, "logs"),
        [$"--stages={stages}", $"--DataFolder={_folder}", "--Restart:LongestPause=2s", "--ShutdownTimeout=10s",
            "--Logging:LogLevel:StockNow.Stages.Streaming.Kafka=Debug", .. _log, .. arguments]);

    async Task RestAsync(TimeSpan pause)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < pause; await Task.Delay(Look))
            foreach (var victim in _victims) await victim.SuperviseAsync();
    }

    async Task UntilDrainedAsync()
    {
        for (var since = Stopwatch.StartNew(); ;)
        {
            var lag = await GroupLag.OfAsync(_broker.Address, GroupNames.AlertFilter, TopicNames.Input)
                + await GroupLag.OfAsync(_broker.Address, GroupNames.AlertHandler, TopicNames.Alerts);
            if (lag == 0) return;
            if (since.Elapsed > DrainTimeout)
            {
                Faults.Add($"{lag} offsets were not read within {DrainTimeout} after the last cut");
                return;
            }
            foreach (var _ in Enumerable.Range(0, 5))
            {
                await _victims[1].SuperviseAsync();
                await Task.Delay(Look);
            }
        }
    }

    async Task JudgeAsync(int cuts)
    {
        var seen = KafkaExactlyOnce.Look(_broker.Address);
        Faults.AddRange(seen.Faults);
        Faults.AddRange(FaultsOfReadings());
        if (seen.Alerts == 0) Faults.Add("there are no alerts");
        Faults.AddRange(_victims.SelectMany(victim => victim.Faults));
        var audit = await HostProcess.RunAsync(["audit", $"--DataFolder={_folder}", .. _log]);
        if (audit.ExitCode != 0 || !audit.Out.EndsWith("Clean: nothing lost, nothing twice.\n", StringComparison.Ordinal))
            Faults.Add($"audit ended with {audit.ExitCode}: {audit.Out}{audit.Err}");
        var plain = _plain is null ? "" : $"\n  the plain loop: {await _plain.ResultAsync()}";
        await EndVictimsAsync(); // which keeps their logs
        var logged = string.Concat(await Task.WhenAll(Directory.GetFiles(Path.Combine(_folder, "logs")).Select(log => File.ReadAllTextAsync(log))));
        var renewals = Renewal().Matches(logged).CountBy(WhyOf).OrderByDescending(one => one.Value).ToList();
        Renewals = renewals.Sum(one => one.Value);
        Summary = string.Create(CultureInfo.InvariantCulture,
            $"{cuts} cuts; {seen.Readings:N0} readings, {seen.Alerts:N0} alerts, {seen.Reports:N0} reports; producers renewed {Renewals} times "
            + $"({string.Join(", ", renewals.Select(one => $"{one.Key}: {one.Value}"))}), "
            + $"stages begun again {Restart().Count(logged)} times, ended by the watchdog {_victims.Sum(victim => victim.HungCalls.Count)} times{plain}");
    }

    // A replay sends the lines of the file in their order: what is there must be its beginning, each line as often as it stands there.
    IEnumerable<string> FaultsOfReadings()
    {
        var sent = KafkaRecords.Read(_broker.Address, TopicNames.Input).Select(reading => Encoding.UTF8.GetString(reading.Value)).ToList();
        var left = File.ReadLines(_file.Path).Take(sent.Count).CountBy(line => line).ToDictionary();
        foreach (var line in sent)
        {
            if (left.GetValueOrDefault(line) == 0) yield return $"sent twice, or before its turn: {line}";
            else left[line]--;
        }
    }

    static string WhyOf(Match renewal) =>
        renewal.Groups["slow"] is { Success: true } slow ? $"slow '{slow.Value}'" : $"failed {renewal.Groups["failed"].Value}";

    [GeneratedRegex(@"Kafka (took [0-9.]+ s for '(?<slow>[^']*)'|failed in (?<failed>'[^']*' \(\w+\)))\. The producers of \S+ are replaced")]
    private static partial Regex Renewal();

    [GeneratedRegex("failed and restarts from its last commit")]
    private static partial Regex Restart();
}
