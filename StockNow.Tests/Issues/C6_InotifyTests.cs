using System.Diagnostics;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>C6, B4: without a watch of the file system, readers look every 50 ms, and nothing else changes.</summary>
sealed class C6_InotifyTests
{
    RecordedLog<EmbeddedEventLog> _said = null!;

    [SetUp]
    public void ForgetMessages() => _said = new RecordedLog<EmbeddedEventLog>();

    [Test]
    public async Task Without_watches_left_records_are_read_all_the_same_and_it_is_said_once()
    {
        using var bench = new EmbeddedBench();
        await using var log = bench.Open(logger: _said, watch: UsedUp);
        await using var writer = await OpenWriterAsync(log);
        await using var session = await log.OpenSessionAsync("group", EmbeddedBench.Topic, default);
        await using var other = await log.OpenSessionAsync("other", EmbeddedBench.Topic, default);

        writer.Produce(EmbeddedBench.Topic, default, "one"u8);
        await writer.CommitAsync(default);

        foreach (var reader in new[] { session, other })
        {
            RecordBatch batch;
            do batch = await reader.ReadAsync(default);
            while (batch.Count == 0);
            batch.Count.Should().Be(1);
        }
        _said.Messages.Where(message => message.Text.StartsWith("File notifications do not work", StringComparison.Ordinal)).Should().ContainSingle()
            .Which.Text.Should().Contain("readers look every 50 ms").And.Contain("The configured user limit").And.Contain("fs.inotify.max_user_instances");
    }

    [Test]
    public async Task A_ring_of_this_process_wakes_its_readers_even_then()
    {
        using var bench = new EmbeddedBench();
        Directory.CreateDirectory(bench.LogFolder);
        using var bell = new Doorbell(bench.LogFolder, UsedUp, _ => { });
        var next = bell.Next;

        bell.Ring();

        await next;
    }

    [Test]
    public async Task A_doorbell_that_cannot_be_opened_is_no_fault_either()
    {
        using var bench = new EmbeddedBench();
        Directory.CreateDirectory(Path.Combine(bench.LogFolder, "doorbell"));
        await using var log = bench.Open(logger: _said);

        await using (var writer = await OpenWriterAsync(log))
        {
            writer.Produce(EmbeddedBench.Topic, default, "one"u8);
            await writer.CommitAsync(default);
        }

        (await EmbeddedBench.ScanAsync(log)).Records.Should().Equal((0, "one"));
        _said.HasSaid("File notifications do not work").Should().BeTrue();
    }

    [Test]
    public async Task The_whole_pipeline_runs_where_the_system_has_no_inotify_instance_left()
    {
        const string without = "echo 0 > /proc/sys/user/max_inotify_instances";
        if (!OperatingSystem.IsLinux() || await ExitAsync(Unshared($"{without} && exit 0")) != 0) Assert.Ignore("A user namespace cannot be made here.");
        using var folder = new TempFolder();
        var program = $"'{Environment.ProcessPath}' '{Path.Combine(AppContext.BaseDirectory, "StockNow.Host.dll")}'";
        var dotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet"
            ? program : $"dotnet '{Path.Combine(AppContext.BaseDirectory, "StockNow.Host.dll")}'";

        var start = Unshared($"{without} && exec {dotnet} --stages=all --until-drained --Simulator:Count=500 --Simulator:Rate=5000 "
            + $"--DataFolder='{folder["data"]}'");
        using var run = Process.Start(start)!;
        var (output, errors) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        await run.WaitForExitAsync();

        run.ExitCode.Should().Be(0, await errors);
        (await output).Should().Contain("500");
        (await errors).Should().Contain("readers look every 50 ms").And.NotContain("starts again");
    }

    static ProcessStartInfo Unshared(string script) =>
        new("unshare", ["--user", "--map-root-user", "sh", "-c", script]) { RedirectStandardOutput = true, RedirectStandardError = true };

    static async Task<int> ExitAsync(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    static async Task<IEventLogWriter> OpenWriterAsync(EmbeddedEventLog log)
    {
        await log.EnsureTopicsAsync([EmbeddedBench.Topic], default);
        return await log.OpenWriterAsync("writer", default);
    }

    static IDisposable UsedUp(string folder, string file, Action wake) =>
        throw new IOException("The configured user limit (128) on the number of inotify instances has been reached.");
}
