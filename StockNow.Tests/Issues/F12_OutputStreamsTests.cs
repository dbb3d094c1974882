using StockNow.Host.Commands;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>F12: standard output and standard error may be closed, full or gone; the work is done, and the exit code says whether its result arrived.</summary>
sealed class F12_OutputStreamsTests
{
    TempFolder _folder = null!;

    string Run => $"stocknow --stages=all --until-drained '--DataFolder={_folder.Path}' --Simulator:Count=20 --Simulator:Rate=2000";

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase(">/dev/full")]
    [TestCase(">&-")]
    public async Task Run_that_cannot_write_its_result_does_its_work_and_ends_with_1(string redirection)
    {
        var run = await Shell.RunAsync($"{Run} {redirection}");

        run.Code.Should().Be(1, run.Err);
        run.Err.Should().Contain("The result could not be written to standard output: ").And.NotContain("Unhandled").And.NotContain("   at ");
        (await Shell.RunAsync($"stocknow audit '--DataFolder={_folder.Path}'")).Out.Should().EndWith("Clean: nothing lost, nothing twice.\n");
    }

    [TestCase("2>/dev/full")]
    [TestCase("2>&-")]
    public async Task Run_that_cannot_say_what_it_does_does_it_all_the_same(string redirection)
    {
        var run = await Shell.RunAsync($"{Run} {redirection}");

        run.Code.Should().Be(0);
        run.Out.Should().Contain("rows stored");
    }

    [Test]
    public async Task Without_any_stream_the_work_is_done_too()
    {
        (await Shell.RunAsync($"{Run} >&- 2>&-")).Code.Should().Be(1);

        (await Shell.RunAsync($"stocknow audit '--DataFolder={_folder.Path}'")).Out.Should().EndWith("Clean: nothing lost, nothing twice.\n");
    }

    [TestCase("nope", 2)]
    [TestCase("lake verify --output=xml", 2)]
    [TestCase("health", 2)]
    [TestCase("health --Http:Url=http://127.0.0.1:1", 1)]
    public async Task Exit_code_of_a_failure_is_not_lost(string command, int code) =>
        (await Shell.RunAsync($"stocknow {command} >/dev/full 2>/dev/full")).Code.Should().Be(code);

    [Test]
    public async Task Reader_that_has_read_enough_is_no_fault()
    {
        var run = await Shell.RunAsync("set -o pipefail; stocknow config show | head -1");

        (run.Code, run.Err).Should().Be((0, ""));
    }

    [Test]
    public void Result_keeps_no_hole()
    {
        using var inner = new Failing();
        using var output = new GuardedWriter(inner, givesUp: true);
        output.Write("one ");
        inner.Fault = new IOException("No space left on device");
        output.Write("two ");
        inner.Fault = null;
        output.WriteLine("three");

        (inner.ToString(), output.Fault!.Message).Should().Be(("one ", "No space left on device"));
    }

    [Test]
    public void Log_continues_when_there_is_room_again()
    {
        using var inner = new Failing();
        using var error = new GuardedWriter(inner, givesUp: false);
        inner.Fault = new UnauthorizedAccessException("Access to the path is denied.");
        error.WriteLine("one");
        inner.Fault = null;
        error.WriteLine("two");

        inner.ToString().Should().Be("two" + Environment.NewLine);
    }

    sealed class Failing : StringWriter
    {
        public Exception? Fault { get; set; }

        public override void Write(ReadOnlySpan<char> buffer)
        {
            if (Fault is not null) throw Fault;
            base.Write(buffer);
        }
    }
}
