using Microsoft.Extensions.DependencyInjection;
using StockNow.Host.Commands;
using StockNow.Host.Configuration;
using StockNow.Stages.Streaming;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>F9, C10, 2.12: who only looks needs no right to write, and a run touches only what its stages use.</summary>
sealed class F9_ReadOnlyTests
{
    TempFolder _folder = null!;

    [SetUp]
    public void MakeFolder()
    {
        _folder = new TempFolder();
        File.WriteAllText(_folder["file"], "a folder below it cannot be created by any user");
    }

    [TearDown]
    public void RemoveFolder() => _folder.Dispose();

    [TestCase("all", "Embedded", true)]
    [TestCase("alert-filter", "Embedded", true)]
    [TestCase("storage", "Kafka", true)]
    [TestCase("alert-filter", "Kafka", false)]
    [TestCase("simulator,alert-handler", "Kafka", false)]
    [TestCase("analysis", "Embedded", false)]
    public void Run_needs_the_data_folder_where_a_stage_writes_into_it(string stages, string log, bool isNeeded) =>
        Faults(stages, Writes.WhatItsStagesWrite, log).Should().HaveCount(isNeeded ? 1 : 0);

    [TestCase(nameof(Writes.Nothing), "Embedded", false)]
    [TestCase(nameof(Writes.EventLog), "Embedded", true)]
    [TestCase(nameof(Writes.EventLog), "Kafka", false)]
    public void Command_needs_it_only_to_write_into_the_embedded_log(string writes, string log, bool isNeeded) =>
        Faults(null, Enum.Parse<Writes>(writes), log).Should().HaveCount(isNeeded ? 1 : 0);

    [Test]
    public void Fault_names_the_whole_path()
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), _folder["file", "data"]);

        Setup.Read([new("DataFolder", relative)], "all").Faults.Should().ContainSingle().Which.Message.Should().Contain(_folder["file"]).And.NotContain("..");
    }

    [Test]
    public void Banner_opens_nothing_that_the_run_does_not_use()
    {
        var setup = Setup.Read([new("DataFolder", _folder.Path)], "alert-filter");
        using var services = new ServiceCollection().AddSingleton<IEventLog>(new SilentLog()).BuildServiceProvider();

        RunCommand.BannerOf(setup, services).ToString().Should().Contain("event log  a double").And.NotContain("  lake").And.NotContain("  engine");
    }

    [Test]
    public async Task Validate_of_stages_without_the_lake_leaves_nothing()
    {
        var validate = await HostProcess.RunAsync("validate", "--stages=simulator,alert-filter,alert-handler", $"--DataFolder={_folder["data"]}",
            "--Http:Url=http://127.0.0.1:0");

        validate.ExitCode.Should().Be(0, validate.Out + validate.Err);
        Directory.Exists(_folder["data"]).Should().BeFalse();
    }

    sealed class SilentLog : EventLogDouble;

    IReadOnlyList<ConfigurationFault> Faults(string? stages, Writes writes, string log) =>
        Setup.Read([new("DataFolder", _folder["file", "data"]), new("EventLog:Kind", log)], stages, writes: writes).Faults;
}
