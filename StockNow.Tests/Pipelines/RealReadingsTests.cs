using System.Text.Json.Nodes;
using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>The main job on real input, by the real program.</summary>
sealed class RealReadingsTests
{
    [Test]
    public Task A_replay_of_real_readings_gives_the_right_answers_within_its_memory() => ReplayAsync();

    [TestCase("local")]
    [TestCase("Hdfs", Category = "Hdfs")]
    [TestCase("S3", Category = "S3")]
    [Category("Spark")]
    public async Task Spark_gives_the_right_answers_over_real_readings(string store)
    {
        using var folder = new TempFolder();
        using var hdfs = store == "Hdfs" ? new HdfsFolder() : null;
        using var s3 = store == "S3" ? new S3Prefix() : null;
        string[] lake = [$"--DataFolder={folder.Path}", .. hdfs?.Arguments ?? s3?.Arguments ?? []];
        string[] spark = ["--Analysis:Engine=Spark", $"--Analysis:Spark:Remote={SparkServer.Address()}", .. hdfs is null ? [] : HdfsFolder.SparkArguments];
        await using var replay = await HostProcess.RunAsync(
            ["--stages=simulator,storage", "--until-drained", $"--Simulator:Replay:File={SharedData.Readings}", .. lake]);
        replay.ExitCode.Should().Be(0, replay.Err);

        await using var run = await HostProcess.RunAsync(["--stages=analysis", "--output=json", .. spark, .. lake]);

        run.ExitCode.Should().Be(0, run.Err);
        await ShouldBeTheReferenceAsync(run);
    }

    [Test]
    [Category("Kafka")]
    public async Task A_replay_of_real_readings_on_Kafka_gives_the_same() => await ReplayAsync(await KafkaService.EmptyAsync());

    [Test]
    [Category("Hdfs")]
    public async Task A_replay_of_real_readings_into_HDFS_gives_the_same()
    {
        using var lake = new HdfsFolder();
        await ReplayAsync(lake.Arguments);
    }

    [Test]
    [Category("S3")]
    public async Task A_replay_of_real_readings_into_S3_gives_the_same()
    {
        using var lake = new S3Prefix();
        await ReplayAsync(lake.Arguments);
    }

    [Test]
    [Category("Kafka")]
    [Category("Hdfs")]
    public async Task A_replay_of_real_readings_through_Kafka_into_HDFS_gives_the_same()
    {
        using var lake = new HdfsFolder();
        await ReplayAsync([.. lake.Arguments, "--EventLog:Kafka:Partitions=2", .. await KafkaService.EmptyAsync()]);
    }

    [Test]
    [Category("Kafka")]
    [Category("S3")]
    public async Task A_replay_of_real_readings_through_Kafka_into_S3_gives_the_same()
    {
        using var lake = new S3Prefix();
        await ReplayAsync([.. lake.Arguments, "--EventLog:Kafka:Partitions=2", .. await KafkaService.EmptyAsync()]);
    }

    static async Task ReplayAsync(params string[] services)
    {
        using var folder = new TempFolder();
        await using var run = HostProcess.Start(
            ["--stages=all", "--until-drained", "--output=json", $"--DataFolder={folder.Path}", $"--Simulator:Replay:File={SharedData.Readings}", .. services]);
        var peak = 0L;
        while (!run.HasExited)
        {
            peak = Math.Max(peak, run.PeakMemory);
            await Task.Delay(20);
        }

        (await run.ExitAsync()).Should().Be(0, run.Err);
        Pipeline.TotalsOf(run).Should().Be((84_533, 15_246, 15_246, 84_533, 0));
        peak.Should().BeLessThan(512L << 20);
        await ShouldBeTheReferenceAsync(run);
        await Pipeline.ShouldBeClean(folder.Path, services);
    }

    static async Task ShouldBeTheReferenceAsync(HostProcess run)
    {
        var answers = JsonNode.Parse(run.Out)!.AsObject();
        foreach (var (name, expected) in JsonNode.Parse(await File.ReadAllTextAsync(SharedData.ReferenceAnswers))!.AsObject())
            JsonNode.DeepEquals(answers[name], expected).Should().BeTrue($"'{name}' is as in the reference");
    }

    [Test]
    public async Task A_finished_replay_says_so_and_sends_nothing_and_can_be_restarted()
    {
        using var folder = new TempFolder();
        var file = ReadingsFile.Make(folder, 500, TimeSpan.FromHours(3));
        string[] arguments = ["--stages=all", "--until-drained", "--output=json", $"--DataFolder={folder["data"]}", $"--Simulator:Replay:File={file.Path}"];
        Pipeline.TotalsOf(await HostProcess.RunAsync(arguments)).Readings.Should().Be(500);

        var second = await HostProcess.RunAsync(arguments);
        Pipeline.TotalsOf(second).Readings.Should().Be(500);
        second.Err.Should().Contain("Simulator:Replay:Restart=true");

        Pipeline.TotalsOf(await HostProcess.RunAsync([.. arguments, "--Simulator:Replay:Restart=true"])).Readings.Should().Be(1000);
        await Pipeline.ShouldBeClean(folder["data"]);
    }
}
