using System.Diagnostics;
using StockNow.Tests.Audit;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>Commands that only look make and change nothing, and work on read-only media.</summary>
sealed class C10_ReadingCommandsWriteNothingTests
{
    static readonly string[] Commands = ["audit", "audit --deep", "lake verify", "lake verify --deep", "dead-letters list", "dead-letters list --output=json"];

    readonly TempFolder _folder = new();

    [OneTimeSetUp]
    public async Task RunOnce()
    {
        await File.WriteAllLinesAsync(_folder["readings.ndjson"], [AuditedLog.Reading("shelf-1"), "no reading", AuditedLog.Reading("shelf-2", alert: false)]);
        var run = await HostProcess.RunAsync("--stages=simulator,alert-filter,alert-handler,storage", "--until-drained", $"--DataFolder={_folder["data"]}",
            $"--Simulator:Replay:File={_folder["readings.ndjson"]}", "--Drain:Quiet=0:00:00.2");
        run.ExitCode.Should().Be(0, run.Err);
    }

    [OneTimeTearDown]
    public void RemoveRun() => _folder.Dispose();

    [TestCaseSource(nameof(Commands))]
    public async Task No_file_is_made_or_changed(string command)
    {
        using var data = new DataFolder(_folder["data"]);
        var before = Listing(data.Path);

        var run = await HostProcess.RunAsync([.. command.Split(' '), $"--DataFolder={data.Path}"]);

        run.ExitCode.Should().Be(0, run.Out + run.Err);
        Listing(data.Path).Should().Equal(before);
    }

    [TestCaseSource(nameof(Commands))]
    public async Task A_folder_that_is_mounted_read_only_is_enough(string command)
    {
        using var data = new DataFolder(_folder["data"]);
        using var run = Process.Start(new ProcessStartInfo("unshare", ["--mount", "--map-root-user", "bash", "-c",
            $"mount --bind '{data.Path}' '{data.Path}' && mount -o remount,ro,bind '{data.Path}' && ! touch '{data.Path}/x' 2>/dev/null || exit 77; exec "
            + $"dotnet '{Path.Combine(AppContext.BaseDirectory, "StockNow.Host.dll")}' {command} '--DataFolder={data.Path}'"])
        { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var (read, readError) = (run.StandardOutput.ReadToEndAsync(), run.StandardError.ReadToEndAsync());
        await run.WaitForExitAsync();
        var text = await read + await readError;
        if (run.ExitCode is 77 or 127 || text.Contains("unshare", StringComparison.Ordinal))
            Assert.Ignore($"This machine lets no test mount a folder read-only: {text}");

        run.ExitCode.Should().Be(0, text);
    }

    // Folders keep the time of their last change too: a file that was made and removed again shows there.
    static List<string> Listing(string folder) =>
        [.. new DirectoryInfo(folder).EnumerateFileSystemInfos("*", SearchOption.AllDirectories).Append(new DirectoryInfo(folder))
        .Select(entry => $"{entry.FullName} {(entry as FileInfo)?.Length} {entry.LastWriteTimeUtc:O}").Order(StringComparer.Ordinal)];
}
