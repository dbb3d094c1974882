using System.Diagnostics;
using System.Globalization;
using NUnit.Framework.Interfaces;
using StockNow.Contracts.Topics;
using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>Three brokers and seven processes, one of them after the other killed, paused, ended or restarted: nothing is lost, nothing is twice.</summary>
[LongRun]
[Category("Kafka")]
[NonParallelizable]
sealed class KafkaChaosTests
{
    static readonly TimeSpan BeyondSession = TimeSpan.FromSeconds(7.5), BeyondTransaction = TimeSpan.FromSeconds(10.5), Look = TimeSpan.FromMilliseconds(200),
        DrainTimeout = TimeSpan.FromMinutes(3);

    readonly string _logs = Path.Combine(Path.GetTempPath(), "stocknow-chaos", Guid.NewGuid().ToString("N")[..8]);

    static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("STOCKNOW_CHAOS_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 5;

    [SetUp]
    public void Make_room_for_the_logs() => Directory.CreateDirectory(_logs);

    [TearDown]
    public void Keep_the_logs_of_a_failure()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status != TestStatus.Failed) Directory.Delete(_logs, recursive: true);
    }

    [Test]
    public async Task Each_alert_and_each_report_is_there_once_whatever_is_killed_paused_or_restarted()
    {
        await using var cluster = await KafkaCluster.StartAsync();
        var random = Pipeline.SeededRandom();
        using var folder = new TempFolder();
        string[] log = ["--EventLog:Kind=Kafka", $"--Kafka:BootstrapServers={cluster.Brokers}", "--EventLog:Kafka:Replication=3",
            "--EventLog:Kafka:SessionTimeout=6s", "--EventLog:Kafka:TransactionTimeout=9s", "--EventLog:Kafka:HangTimeout=20s"];
        // such as more of the log
        var extra = Environment.GetEnvironmentVariable("STOCKNOW_CHAOS_ARGUMENTS")?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        string[] Stage(string stage) =>
            [$"--stages={stage}", $"--DataFolder={folder.Path}", "--ShutdownTimeout=8s", "--Restart:LongestPause=2s", .. log, .. extra];
        await using var simulator = new KafkaVictim("simulator", _logs,
            [.. Stage("simulator"), "--Simulator:Rate=5000", "--Simulator:Stores=40", "--Simulator:SalesPerHour=600", "--Simulator:DeliveryDelay=20s",
                "--Simulator:Opens=00:00", "--Simulator:Closes=00:00"]);
        await using var firstFilter = new KafkaVictim("filter-1", _logs, Stage("alert-filter"));
        await using var secondFilter = new KafkaVictim("filter-2", _logs, Stage("alert-filter"));
        await using var firstHandler = new KafkaVictim("handler-1", _logs, Stage("alert-handler"));
        await using var secondHandler = new KafkaVictim("handler-2", _logs, Stage("alert-handler"));
        await using var storage = new KafkaVictim("storage", _logs, [.. Stage("storage"), "--Storage:FirstAge=1s", "--Storage:MaxAge=4s", "--Storage:Idle=4s"]);
        KafkaVictim[] consumers = [firstFilter, secondFilter, firstHandler, secondHandler, storage], all = [.. consumers, simulator];
        var clock = Stopwatch.StartNew();
        await RestAsync(TimeSpan.FromSeconds(10), all);

        var number = 0;
        foreach (var round in ChaosRound.Plan(random, Rounds, all.Length))
        {
            Tell($"{clock.Elapsed:mm\\:ss} round {++number}: {round.Blow} {(round.IsOfBroker ? $"kafka-{round.Victim}" : all[round.Victim].Name)}, "
                + $"{round.Pause.TotalSeconds:0.0} s");
            await StrikeAsync(round, cluster, all);
            await RestAsync(round.Pause, all);
        }

        foreach (var one in all) await one.ResumedAsync();
        await simulator.EndAsync();
        Tell($"{clock.Elapsed:mm\\:ss} the simulator has ended");
        await UntilDrainedAsync(cluster.Brokers, consumers);
        Tell($"{clock.Elapsed:mm\\:ss} drained");
        foreach (var one in consumers) await one.EndAsync();

        var seen = KafkaExactlyOnce.Look(cluster.Brokers);
        Tell($"{seen.Readings:N0} readings ({seen.Readings / clock.Elapsed.TotalSeconds:N0}/s), {seen.Alerts:N0} alerts, {seen.Reports:N0} reports; "
            + "ended by the watchdog: "
            + $"{string.Join(", ", all.SelectMany(one => one.HungCalls, (one, call) => $"{one.Name} in {call}").DefaultIfEmpty("none"))}; logs in {_logs}");
        seen.Faults.Should().BeEmpty();
        seen.Alerts.Should().BePositive();
        await Pipeline.ShouldBeClean(folder.Path, log);
        all.SelectMany(one => one.Faults).Should().BeEmpty("only the watchdog may end a process");
    }

    static async Task StrikeAsync(ChaosRound round, KafkaCluster cluster, KafkaVictim[] all)
    {
        await (round.Blow switch
        {
            Blow.Kill => all[round.Victim].KillAsync(),
            Blow.Terminate => all[round.Victim].TerminateAsync(),
            Blow.PauseBeyondSession => all[round.Victim].PauseAsync(BeyondSession),
            Blow.PauseBeyondTransaction => all[round.Victim].PauseAsync(BeyondTransaction),
            Blow.RestartBroker => cluster.RestartAsync(round.Victim),
            _ => cluster.KillAsync(round.Victim, round.Pause),
        });
    }

    static async Task RestAsync(TimeSpan pause, KafkaVictim[] all)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < pause; await Task.Delay(Look))
            foreach (var one in all) await one.SuperviseAsync();
    }

    // The processes themselves must come to the end: one that was started afterwards would hide that another is stuck.
    static async Task UntilDrainedAsync(string brokers, KafkaVictim[] consumers)
    {
        for (var since = Stopwatch.StartNew(); ;)
        {
            var lag = await GroupLag.OfAsync(brokers, GroupNames.AlertFilter, TopicNames.Input)
                + await GroupLag.OfAsync(brokers, GroupNames.AlertHandler, TopicNames.Alerts);
            if (lag == 0) return;
            if (since.Elapsed > DrainTimeout) throw new TimeoutException($"{lag} offsets were not read within {DrainTimeout} after the last blow.");
            await RestAsync(TimeSpan.FromSeconds(1), consumers);
        }
    }

    static void Tell(string line) => TestContext.Progress.WriteLine(line);
}
