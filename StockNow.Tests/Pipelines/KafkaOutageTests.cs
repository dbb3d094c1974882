using System.Diagnostics;
using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>Brokers that are away or slow: the program keeps what it has, says so once, resumes by itself, and nothing is lost or twice.</summary>
[Category("Kafka")]
[NonParallelizable]
sealed class KafkaOutageTests
{
    // Longer than the session and the transaction of the run may be silent.
    static readonly TimeSpan Away = TimeSpan.FromSeconds(10), MeasureProcessor = TimeSpan.FromSeconds(8), Warm = TimeSpan.FromSeconds(3),
        TimeLimit = TimeSpan.FromSeconds(60);
    // a client that connects again and again without a pause takes a whole processor, and more
    static readonly TimeSpan ProcessorBound = TimeSpan.FromSeconds(4);

    const string Consumers = "alert-filter,alert-handler,storage";
    const int Stages = 4, Rate = 2000, Seconds = 12;

    [TestCase("kill", "start")]
    [TestCase("pause", "resume")]
    public async Task All_brokers_away_for_longer_than_sessions_and_transactions_last_change_no_number(string away, string back)
    {
        await using var cluster = await KafkaCluster.StartAsync(brokers: 1);
        using var folder = new TempFolder();
        var log = LogOf(cluster);
        await using var run = await StartAsync(folder, log);

        await cluster.AllAsync(away, run);
        var processor = await ProcessorTimeAsync(run);
        await Task.Delay(Away - MeasureProcessor);
        await (back == "start" ? cluster.StartAgainAsync() : cluster.AllAsync(back));

        await ShouldEndCleanAsync(run, folder, cluster, log);
        TestContext.Progress.WriteLine($"{away}: {processor.TotalSeconds:0.00} s of processor in {MeasureProcessor.TotalSeconds:0} s without brokers");
        processor.Should().BeLessThan(ProcessorBound);
        Count(run, "Kafka is unreachable").Should().Be(1, Warnings(run));
        Count(run, "Kafka is reachable again").Should().Be(1, Warnings(run));
        Count(run, "failed and starts again").Should().BeLessThanOrEqualTo(2 * Stages, Warnings(run));
        Count(run, " warn ").Should().BeLessThanOrEqualTo(1 + 4 * Stages, Warnings(run));
    }

    [Test]
    public async Task A_broker_that_ends_because_its_disk_is_full_changes_no_number()
    {
        await using var cluster = await KafkaCluster.StartAsync();
        await cluster.AllAsync("kill");
        await using var disk = await SmallDisk.OverAsync(await cluster.FirstFolderAsync(), megabytes: 256);
        await cluster.StartAgainAsync();
        using var folder = new TempFolder();
        string[] log = [.. LogOf(cluster), "--EventLog:Kafka:Replication=3"];
        await using var run = await StartAsync(folder, log);

        disk.Fill();
        await cluster.UntilFirstAwayAsync();
        disk.MakeRoom();
        await cluster.StartAgainAsync("kafka-1");

        await ShouldEndCleanAsync(run, folder, cluster, log);
        Count(run, "Kafka is unreachable").Should().BeLessThanOrEqualTo(1, Warnings(run));
    }

    [Test]
    public async Task A_broker_that_stands_still_again_and_again_makes_no_stage_start_again()
    {
        await using var cluster = await KafkaCluster.StartAsync(brokers: 1);
        using var folder = new TempFolder();
        var log = LogOf(cluster);
        await using var run = await StartAsync(folder, log);

        for (var since = Stopwatch.StartNew(); since.Elapsed < Away;)
        {
            await cluster.AllAsync("pause");
            await Task.Delay(300);
            await cluster.AllAsync("resume");
            await Task.Delay(300);
        }

        await ShouldEndCleanAsync(run, folder, cluster, log);
        Count(run, " warn ").Should().Be(0, Warnings(run));
    }

    static string[] LogOf(KafkaCluster cluster) =>
    [
        "--EventLog:Kind=Kafka", $"--Kafka:BootstrapServers={cluster.Brokers}", "--EventLog:Kafka:SessionTimeout=6s",
        "--EventLog:Kafka:TransactionTimeout=6s",
    ];

    static string[] Arguments(string stages, TempFolder folder, string[] log) =>
    [
        $"--stages={stages}", "--until-drained", "--output=json", $"--DataFolder={folder.Path}", FormattableString.Invariant($"--Simulator:Rate={Rate}"),
        FormattableString.Invariant($"--Simulator:Count={Rate * Seconds}"), "--Simulator:Stores=40", "--Simulator:SalesPerHour=10000",
        "--Restart:LongestPause=2s", "--Storage:FirstAge=300ms", "--Storage:MaxAge=1s", .. log,
    ];

    static async Task<HostProcess> StartAsync(TempFolder folder, string[] log)
    {
        var run = HostProcess.Start(Arguments($"simulator,{Consumers}", folder, log));
        await run.UntilAsync(one => one.Err.Contains("Stored offsets", StringComparison.Ordinal));
        await Task.Delay(Warm);
        return run;
    }

    static async Task ShouldEndCleanAsync(HostProcess run, TempFolder folder, KafkaCluster cluster, string[] log)
    {
        var isHung = await run.ExitAsync() == Watchdog.ExitCode; // then its supervisor starts it again
        if (isHung)
        {
            var again = await HostProcess.RunAsync(Arguments(Consumers, folder, log));
            again.ExitCode.Should().Be(0, Warnings(again));
        }
        else run.ExitCode.Should().Be(0, Warnings(run));
        var seen = KafkaExactlyOnce.Look(cluster.Brokers);
        seen.Faults.Should().BeEmpty();
        seen.Readings.Should().BeInRange(isHung ? 1 : Rate * Seconds, Rate * Seconds);
        seen.Alerts.Should().BePositive();
        await Pipeline.ShouldBeClean(folder.Path, log);
    }

    static async Task<TimeSpan> ProcessorTimeAsync(HostProcess run)
    {
        var before = run.ProcessorTime;
        await Task.Delay(MeasureProcessor);
        return run.ProcessorTime - before;
    }

    static int Count(HostProcess run, string words) => run.Err.Split('\n').Count(line => line.Contains(words, StringComparison.Ordinal));

    static string Warnings(HostProcess run) => string.Join('\n', run.Err.Split('\n').Where(line => !line.Contains(" info ", StringComparison.Ordinal)));
}
