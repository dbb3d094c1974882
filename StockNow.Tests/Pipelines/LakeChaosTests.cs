using System.Diagnostics;
using System.Globalization;
using DuckDB.NET.Data;
using NUnit.Framework.Interfaces;
using StockNow.Contracts.Lake;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Store.Local;
using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>
/// Readings flow through Kafka into a lake while storage is killed or paused until another process has its partitions, and while the servers of the lake are
/// killed or paused: each reading is stored once.
/// </summary>
[LongRun]
[Category("Kafka")]
[NonParallelizable]
abstract class LakeChaosTests
{
    static readonly TimeSpan BeyondSession = TimeSpan.FromSeconds(7.5), Warm = TimeSpan.FromSeconds(4), Look = TimeSpan.FromMilliseconds(200);

    readonly string _logs = Path.Combine(Path.GetTempPath(), "stocknow-chaos", Guid.NewGuid().ToString("N")[..8]);

    static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("STOCKNOW_LAKE_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 5;

    /// <summary>Arguments that choose the lake.</summary>
    protected abstract string[] Lake { get; }

    /// <summary>The servers that hold it, as the test infrastructure calls them.</summary>
    protected abstract string[] Servers { get; }

    /// <summary>The lake itself, for a look that the product has no part in.</summary>
    private protected abstract ILakeStore Open(string dataFolder);

    [TearDown]
    public async Task Start_what_a_failure_has_left_ended()
    {
        if (TestContext.CurrentContext.Result.Outcome.Status != TestStatus.Failed) return;
        foreach (var server in Servers) await LakeServers.StartAsync(server);
    }

    [Test]
    public async Task Each_reading_is_stored_once_whatever_is_killed_or_paused()
    {
        Directory.CreateDirectory(_logs);
        using var folder = new TempFolder();
        var random = Pipeline.SeededRandom();
        string[] shared = [$"--DataFolder={folder.Path}", "--Restart:LongestPause=2s", .. Lake, .. await KafkaService.EmptyAsync()];
        string[] roll = ["--Storage:FirstAge=500ms", "--Storage:MaxAge=2s", "--Storage:Idle=1s"];
        await using var simulator = new KafkaVictim("simulator", _logs,
            ["--stages=simulator", "--Simulator:Rate=2000", "--Simulator:Stores=40", "--Simulator:Opens=00:00", "--Simulator:Closes=00:00", .. shared]);
        await using var first = new KafkaVictim("storage-1", _logs, ["--stages=storage", .. roll, .. shared]);
        await using var second = new KafkaVictim("storage-2", _logs, ["--stages=storage", .. roll, .. shared]);
        KafkaVictim[] all = [first, second, simulator];
        await RestAsync(Warm, all);

        for (var round = 1; round <= Rounds; round++)
        {
            var (blow, victim) = (random.Next(Servers.Length == 0 ? 2 : 4), all[random.Next(2)]);
            var pause = TimeSpan.FromMilliseconds(random.Next(200, 3000));
            var server = Servers.Length == 0 ? "" : Servers[random.Next(Servers.Length)];
            var done = blow switch { 0 => $"kill {victim.Name}", 1 => $"pause {victim.Name}", 2 => $"restart {server}", _ => $"pause {server}" };
            TestContext.Progress.WriteLine($"round {round}: {done}");
            await (blow switch
            {
                0 => victim.KillAsync(),
                1 => victim.PauseAsync(BeyondSession),
                2 => LakeServers.RestartAsync(server),
                _ => LakeServers.PauseAsync(server, pause),
            });
            await RestAsync(pause, all);
        }

        foreach (var one in all) await one.ResumedAsync();
        foreach (var one in all.Reverse()) await one.EndAsync();
        var last = await HostProcess.RunAsync(["--stages=alert-filter,alert-handler,storage", "--until-drained", "--output=json", .. shared]);
        last.ExitCode.Should().Be(0, last.Err);
        var sent = KafkaExactlyOnce.Look(KafkaService.Brokers).Readings;
        TestContext.Progress.WriteLine($"{sent:N0} readings");
        sent.Should().BePositive();
        await Pipeline.ShouldBeClean(folder.Path, shared);
        (await CountAsync(Open(folder.Path), folder)).Should().Be((sent, sent), "DuckDB counts so many rows and different offsets in all files of the table");
        all.SelectMany(one => one.Faults).Should().BeEmpty();
    }

    static async Task<(long Rows, long Offsets)> CountAsync(ILakeStore lake, TempFolder folder)
    {
        var copies = Directory.CreateDirectory(folder["copies"]).FullName;
        var number = 0;
        await foreach (var key in lake.ListAllAsync(LakeLayout.Table, default))
        {
            await using var from = await lake.OpenAsync(key, default);
            await using var to = File.Create(Path.Combine(copies, FormattableString.Invariant($"{number++}.parquet")));
            await from.CopyToAsync(to);
        }
        await using var connection = new DuckDBConnection("DataSource=:memory:");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*), count(DISTINCT (topic, partition, \"offset\")) FROM read_parquet('{copies}/*.parquet')";
        await using var answer = await command.ExecuteReaderAsync();
        await answer.ReadAsync();
        return (answer.GetInt64(0), answer.GetInt64(1));
    }

    static async Task RestAsync(TimeSpan pause, KafkaVictim[] all)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < pause; await Task.Delay(Look))
            foreach (var one in all) await one.SuperviseAsync();
    }
}

/// <summary>A local folder.</summary>
sealed class LocalLakeChaosTests : LakeChaosTests
{
    protected override string[] Lake => [];

    protected override string[] Servers => [];

    private protected override ILakeStore Open(string dataFolder) => new LocalLakeStore(LocalLakeStore.FolderIn(dataFolder), TimeProvider.System);
}

/// <summary>HDFS.</summary>
[Category("Hdfs")]
sealed class HdfsLakeChaosTests : LakeChaosTests
{
    HdfsFolder _folder = null!;

    [SetUp]
    public void Make() => _folder = new HdfsFolder();

    [TearDown]
    public void Remove() => _folder?.Dispose();

    protected override string[] Lake => _folder.Arguments;

    protected override string[] Servers => ["namenode", "datanode"];

    private protected override ILakeStore Open(string dataFolder) => _folder.Open();
}

/// <summary>S3.</summary>
[Category("S3")]
sealed class S3LakeChaosTests : LakeChaosTests
{
    S3Prefix _prefix = null!;

    [SetUp]
    public void Make() => _prefix = new S3Prefix();

    [TearDown]
    public void Remove() => _prefix?.Dispose();

    protected override string[] Lake => _prefix.Arguments;

    protected override string[] Servers => ["s3"];

    private protected override ILakeStore Open(string dataFolder) => _prefix.Open();
}
