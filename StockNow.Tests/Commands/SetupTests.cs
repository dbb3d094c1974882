using StockNow.Host.Commands;
using StockNow.Host.Configuration;
using StockNow.Stages.Hosting;
using StockNow.Tests.Support;

namespace StockNow.Tests.Commands;

/// <summary>All that is wrong is known before anything starts.</summary>
sealed class SetupTests
{
    const string Known = "Known: simulator, alert-filter, alert-handler, storage, analysis, all.";

    TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TempFolder();

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [Test]
    public void As_delivered_all_stages_are_enabled_and_nothing_is_wrong()
    {
        var setup = Read(stages: null);

        setup.Faults.Should().BeEmpty();
        setup.Plan.Should().BeEquivalentTo(new RunPlan(ProductPipeline.Stages, UntilDrained: false));
        setup.Pipeline.DataFolder.Should().Be(_folder.Path);
    }

    [Test]
    public void Demo_is_made_of_valid_settings() =>
        Read(Demo.Stages, false, [.. Demo.Settings.Select(setting => $"{setting.Key}={setting.Value}")]).Faults.Should().BeEmpty();

    [Test]
    public void Without_the_switch_the_configuration_decides() =>
        Read(stages: null, false, "Stages:Simulator:Enabled=false", "Stages:Analysis:Enabled=false").Plan.Stages.Should()
        .Equal("alert-filter", "alert-handler", "storage");

    [Test]
    public void Switch_overrides_the_configuration() => Read("simulator", false, "Stages:Simulator:Enabled=false").Plan.Stages.Should().Equal("simulator");

    [TestCase("alertfilter", $"stage 'alertfilter' is not known; did you mean 'alert-filter'? {Known}")]
    [TestCase("kafka", $"stage 'kafka' is not known. {Known}")]
    [TestCase("", $"names no stage. {Known}")]
    public void Unknown_stage_is_reported_with_the_one_that_was_meant(string stages, string message) =>
        Read(stages).Faults.Should().Equal(new ConfigurationFault("--stages", message));

    [Test]
    public void A_property_that_the_Kafka_client_does_not_know_is_a_fault_on_the_embedded_log_too() =>
        Read("all", false, "Kafka:BootstrapServer=a:1", "Kafka:SslCaLocation=/not/there/yet.pem").Faults
            .Should().Equal(new ConfigurationFault("Kafka:BootstrapServer", "is no property of the Kafka client; did you mean Kafka:BootstrapServers?",
            "command line"));

    [Test]
    public void No_enabled_stage_is_a_fault() =>
        Read(stages: null, false, [.. StageCatalog.Find().Stages.Select(stage => $"Stages:{stage.Descriptor.SectionName}:Enabled=false")])
            .Faults.Should().Equal(new ConfigurationFault("Stages", "no stage is enabled; enable one with Stages:<Name>:Enabled=true, or say --stages=all"));

    [Test]
    public void Bounded_run_of_an_endless_simulator_is_refused() => Read("all", untilDrained: true).Faults.Should().Equal(new ConfigurationFault(
        "--until-drained", "needs a simulator that ends; set Simulator:Replay:File, Simulator:Count or Simulator:Duration"));

    [TestCase("all", "Simulator:Count=10")]
    [TestCase("all", "Simulator:Duration=1m")]
    [TestCase("storage", "Simulator:Interval=1s")]
    public void Bounded_run_needs_an_end_only_of_the_simulator(string stages, string setting) => Read(stages, true, setting).Faults.Should().BeEmpty();

    [Test]
    public void End_that_cannot_be_read_is_reported_once() =>
        Read("all", untilDrained: true, "Simulator:Count=ten").Faults.Should().ContainSingle().Which.Path.Should().Be("Simulator:Count");

    [Test]
    public void Faults_of_all_sections_are_reported_at_once()
    {
        File.WriteAllText(_folder["file"], "in the way");
        var faults = Read("storge", false, "Simulator:Intervall=5s", "Storage:MaxAge=-5s", $"DataFolder={_folder["file", "data"]}").Faults;

        faults.Select(fault => fault.Path).Should().BeEquivalentTo("--stages", "Simulator:Intervall", "Storage:MaxAge", "DataFolder");
        faults.Should().OnlyContain(fault => fault.Message.Length > 10);
        FaultList.Text(faults).Should()
            .StartWith("The configuration has 4 faults; nothing was started.\n  1. ").And.Contain("did you mean 'storage'?").And.Contain("\n  4. ");
    }

    Setup Read(string? stages, bool untilDrained = false, params string[] settings) => Setup.Read(
        settings.Prepend($"DataFolder={_folder.Path}").Select(setting => setting.Split('=', 2))
        .Select(parts => new KeyValuePair<string, string?>(parts[0], parts[1])), stages, untilDrained);
}
