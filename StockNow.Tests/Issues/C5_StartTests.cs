using StockNow.Host.Commands;
using StockNow.Stages.Lake.Store;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>C5, 2.3, 2.13, 2.15: no ordinary situation of a start ends in a stack trace and exit code 134.</summary>
sealed class C5_StartTests
{
    TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("TERM", 143)]
    [TestCase("INT", 130)]
    [TestCase("HUP", 129)]
    public async Task Signal_while_the_broker_is_waited_for_ends_with_its_code_and_one_sentence(string signal, int code)
    {
        await using var run = HostProcess.Start("--stages=all", "--EventLog:Kind=Kafka", "--Kafka:BootstrapServers=127.0.0.1:1",
            $"--DataFolder={_folder.Path}");
        await run.UntilAsync(process => process.Err.Contains("cannot be reached yet"));

        run.Signal(signal);

        (await run.ExitAsync()).Should().Be(code, run.Err);
        run.Err.Should().EndWith("Stopped before the stages were running; nothing was lost.\n").And.NotContain("Unhandled").And.NotContain("   at ");
    }

    [TestCase("")]
    [TestCase("validate ")]
    public async Task Lake_folder_that_cannot_be_made_is_one_sentence(string command)
    {
        await File.WriteAllTextAsync(_folder["lake"], "in the way");

        var run = await HostProcess.RunAsync([.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--stages=all", $"--DataFolder={_folder.Path}"]);

        (run.ExitCode, run.Out).Should().Be((2, ""));
        run.Err.Should().Contain($"DataFolder: {_folder["lake"]} is not a folder").And.NotContain("Unhandled").And.NotContain("   at ");
    }

    [Test]
    public async Task Stack_is_shown_on_the_debug_level()
    {
        var run = await HostProcess.RunAsync(
            "--stages=alert-filter", "--EventLog:Kind=Kafka", "--Kafka:BootstrapServers=127.0.0.1:1", "--EventLog:Kafka:ContactTimeout=2s",
            "--Logging:LogLevel:Default=Debug");

        run.ExitCode.Should().Be(1);
        run.Err.Should().Contain("debug Setup: The start failed | ").And.Contain(" at StockNow.");
    }

    [TestCase("e_sqlite3", "e_sqlite3")]
    [TestCase("duckdb", "duckdb")]
    [TestCase("librdkafka", "librdkafka")]
    public void Native_library_that_is_missing_is_named_as_a_file(string library, string name)
    {
        var missing = new TypeInitializationException("Sqlite", new InvalidOperationException("", new DllNotFoundException(
            $"Unable to load shared library '{library}' or one of its dependencies. In order to help diagnose loading problems, consider using a tool like "
            + "strace.")));

        FaultSentence.Of(missing).Should().MatchRegex($@"^(lib)?{name}\.(so|dll|dylib) is missing beside the program, in .*Copy the whole publish folder");
    }

    [Test]
    public void A_fault_of_StockNow_keeps_its_own_words() => FaultSentence.Of(new LakeException("the lake is away")).Should().Be("the lake is away");

    [Test]
    public void Fault_that_nobody_knows_names_no_type_and_says_how_to_see_more() => FaultSentence.Of(new InvalidCastException("odd.")).Should()
        .Be("StockNow met a fault that it does not know: odd. --Logging:LogLevel:Default=Debug shows where.");

    [TestCase("http://10.255.255.1:8080")]
    [TestCase("http://localhos:8080")]
    [TestCase("http://127.0.0.1:99999")]
    public async Task Address_of_another_machine_is_a_fault_of_the_configuration(string url)
    {
        var run = await HostProcess.RunAsync("--stages=all", $"--DataFolder={_folder.Path}", $"--Http:Url={url}");

        (run.ExitCode, run.Out).Should().Be((2, ""));
        run.Err.Should().StartWith("The configuration has 1 fault; nothing was started.").And.Contain("Http:Url: ");
    }

    [Test]
    public void All_exit_codes_stand_in_the_help()
    {
        foreach (var code in typeof(ExitCodes).GetFields().Where(field => field.FieldType == typeof(int)).Select(field => field.GetRawConstantValue()))
            ExitCodes.Help.Should().MatchRegex($@"\b{code}\b");
        new CommandTree().Root().Description.Should().Contain(ExitCodes.Help);
    }
}
