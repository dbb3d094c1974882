using System.Text.Json;
using StockNow.Host.Commands;
using StockNow.Host.Configuration;
using StockNow.Stages.Hosting;
using StockNow.Tests.Configuration;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>2.9, 2.13, D10: every configuration file that lies where people put one is read, named by its whole path, and checked.</summary>
sealed class U09_ConfigurationFilesTests
{
    static readonly KnownSettings Known = StrictBinder.Known(Setup.Sections(StageCatalog.Find()));

    TemporaryFolder _program = null!, _working = null!;

    [SetUp]
    public void MakeFolders() => (_program, _working) = (new TemporaryFolder(), new TemporaryFolder());

    [TearDown]
    public void RemoveFolders()
    {
        _program.Dispose();
        _working.Dispose();
    }

    [Test]
    public void Working_directory_goes_over_the_program_and_the_named_file_over_both()
    {
        string[] files =
        [
            _program.File("appsettings.json", "{}"), _program.File("appsettings.Shop.json", "{}"), _working.File("appsettings.json", "{}"),
            _working.File("appsettings.Shop.json", "{}"), _working.File("mine.json", "{}"),
        ];

        var faults = new List<ConfigurationFault>();
        ConfigurationFiles.Find([_program.Path + Path.DirectorySeparatorChar, _working.Path], "Shop", files[4], faults).Should().Equal(files);
        faults.Should().BeEmpty();
    }

    [Test]
    public void Folder_that_is_both_is_read_once()
    {
        var file = _program.File("appsettings.json", "{}");

        ConfigurationFiles.Find([_program.Path, _program.Path + Path.DirectorySeparatorChar], "Shop", null, []).Should().Equal(file);
    }

    [TestCase("nope.json", "there is no file '")]
    [TestCase("", "needs the name of a file")]
    [TestCase(".", "there is no file '")]
    public void Named_file_that_is_not_there_is_a_fault(string name, string beginning)
    {
        var faults = new List<ConfigurationFault>();

        ConfigurationFiles.Find([], "Shop", name, faults).Should().BeEmpty();

        var fault = faults.Should().ContainSingle().Subject;
        (fault.Path, fault.Message.StartsWith(beginning, StringComparison.Ordinal)).Should().Be(("--config", true));
    }

    [Test]
    public void Hidden_file_may_be_named()
    {
        var hidden = _working.File(".stock.json", """{ "MaxReadingBytes": 2048 }""");

        Setup.Read([new("DataFolder", _working.Path)], file: hidden).Pipeline.MaxReadingBytes.Should().Be(2048);
    }

    [Test]
    public async Task File_in_the_working_directory_is_read_and_its_faults_name_it()
    {
        var file = _working.File("appsettings.json", """{ "Simulator": { "Intervall": "2s" } }""");

        var run = await Shell.RunAsync("stocknow validate --offline", _working.Path);

        run.Code.Should().Be(2);
        run.Err.Should().Contain($"Simulator:Intervall: is not a setting; did you mean Simulator:Interval? ({file})");
    }

    [Test]
    public async Task Every_effective_value_is_shown_with_its_origin_and_no_secret()
    {
        var here = _working.File("appsettings.json", """{ "Simulator": { "Interval": "2s", "Rate": 7 }, "Kafka": { "SaslPassword": "geheim", "bootstrap.servers": "a:1" } }""");
        var named = _working.File("mine.json", """{ "Simulator": { "Rate": 8 } }""");

        var show = await Shell.RunAsync("STOCKNOW__Storage__MaxAge=9s stocknow config show --config=mine.json --MaxReadingBytes=4096 "
            + "--Kafka:sasl.oauthbearer.config=geheim --output=json", _working.Path);

        show.Code.Should().Be(0, show.Err);
        show.Out.Should().NotContain("geheim");
        using var json = JsonDocument.Parse(show.Out);
        var settings = json.RootElement.EnumerateArray().ToDictionary(
            setting => setting.GetProperty("setting").GetString()!, setting =>
            (setting.GetProperty("value").GetString(), setting.GetProperty("origin").GetString()));
        settings["Simulator:Interval"].Should().Be(("2 s", here));
        settings["Simulator:Rate"].Should().Be(("8", named));
        settings["Storage:MaxAge"].Should().Be(("9 s", "environment variable STOCKNOW__Storage__MaxAge"));
        settings["MaxReadingBytes"].Should().Be(("4096", "command line"));
        settings["ShutdownTimeout"].Should().Be(("30 s", "default"));
        settings["Kafka:SaslPassword"].Should().Be(("***", here));
        settings["Kafka:bootstrap.servers"].Should().Be(("a:1", here));
        settings.Keys.Should().Contain(["Logging:LogLevel:Default", "Http:Url", "EventLog:Kind", "Lake:Store", "Analysis:Engine"]);
    }

    [TestCase("STOCKNOW_Simulator__Interval", "STOCKNOW__Simulator__Interval")]
    [TestCase("STOCKNOW_Simulator_Interval", "STOCKNOW__Simulator__Interval")]
    [TestCase("stocknow_DATAFOLDER", "STOCKNOW__DataFolder")]
    [TestCase("STOCKNOW_Kafka__SaslPassword", "STOCKNOW__Kafka__SaslPassword")]
    public void Variable_with_one_underscore_is_named(string variable, string meant) => MisspelledVariables.Find([variable], Known)
        .Should().Equal(new ConfigurationFault(variable, $"is not read; did you mean {meant}?", "environment variable"));

    [TestCase("STOCKNOW_UPDATE_DOCS")]
    [TestCase("STOCKNOW_INFRA_HOME")]
    [TestCase("STOCKNOW__Simulator__Interval")]
    [TestCase("PATH")]
    public void Other_variables_are_nobodys_business(string variable) => MisspelledVariables.Find([variable], Known).Should().BeEmpty();

    [TestCase("Logging:LogLevel:Default=Loud", "Logging:LogLevel:Default",
        "'Loud' is not known. Known: Trace, Debug, Information, Warning, Error, Critical, None.")]
    [TestCase("Logging:LogLevel:Default=Warnin", "Logging:LogLevel:Default", "'Warnin' is not known; did you mean 'Warning'?")]
    [TestCase("Logging:LogLevel:Default=3", "Logging:LogLevel:Default", "'3' is not known")]
    [TestCase("Logging:LogLevel=Debug", "Logging:LogLevel", "is a group; write Logging:LogLevel:Default=Debug")]
    [TestCase("Logging:LogLevl:Default=Debug", "Logging:LogLevl", "is not a setting; did you mean Logging:LogLevel?")]
    [TestCase("Logging:Console:FormatterName=json", "Logging:Console", "is not a setting; known: Logging:LogLevel:<category>")]
    [TestCase("Logging:LogLevel:Defalt=Debug", "Logging:LogLevel:Defalt", "no message has this category; did you mean Default?")]
    [TestCase("Logging:LogLevel:StockNow.Stages.Storge=Debug", "Logging:LogLevel:StockNow.Stages.Storge", "no message has this category")]
    [TestCase("Logging:LogLevel:Default:Deep=Debug", "Logging:LogLevel:Default", "takes one value")]
    public void Logging_is_checked_like_every_section(string setting, string path, string beginning)
    {
        var fault = LoggingRules.Check(TestConfiguration.OfCommandLine(setting)).Should().ContainSingle().Subject;

        (fault.Path, fault.Origin).Should().Be((path, "command line"));
        fault.Message.Should().StartWith(beginning);
    }

    [TestCase("Logging:LogLevel:Default=debug")]
    [TestCase("Logging:LogLevel:StockNow.Stages.Storage=Trace")]
    [TestCase("Logging:LogLevel:StockNow.Stages.Storage.StorageWorker=None")]
    [TestCase("Logging:LogLevel:Microsoft.AspNetCore=Error")]
    [TestCase("Logging:LogLevel:StockNow.*=Error")]
    public void Logging_as_it_is_documented_is_right(string setting) => LoggingRules.Check(TestConfiguration.OfCommandLine(setting)).Should().BeEmpty();
}
