using StockNow.Host.Commands;
using StockNow.Host.Configuration;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Tests.Support;

namespace StockNow.Tests.Configuration;

public sealed class ConfigurationReferenceTests
{
    [Test]
    public void The_copy_in_docs_is_fresh()
    {
        var file = Path.Combine(SharedData.RepositoryRoot, "docs", "configuration.md");
        var fresh = ConfigurationReference.Markdown(Setup.Sections(StageCatalog.Find()));
        if (Environment.GetEnvironmentVariable("STOCKNOW_UPDATE_DOCS") == "1") File.WriteAllText(file, fresh);
        File.ReadAllText(file).Should().Be(fresh, "docs/configuration.md is written by STOCKNOW_UPDATE_DOCS=1 dotnet test --filter ConfigurationReference");
    }

    [Test]
    public void Every_setting_has_a_row_with_its_default_in_peoples_units()
    {
        // The summaries lie beside the program's own assemblies; the tests' options have none.
        var rows = ConfigurationReference.Markdown(
            [OptionsSection.Of<PipelineOptions>(""), OptionsSection.Of<StockNow.Stages.Streaming.EventLogOptions>("EventLog")]).Split('\n');
        rows.Should().Contain("| `DataFolder` | `data` | Where all embedded state rests; default `data` under the working directory. |")
            .And.Contain("| `ShutdownTimeout` | `30 s` | How long a stop may take to finish what is under way; what is left is done after the next start. "
            + "Default 30 s. From 0 s to 1 d. |")
            .And.Contain("| `Drain:Quiet` | `5 s` | Without the simulator, `--until-drained` ends after the input has had no lag for this long; default 5 s. "
            + "From 100 ms to 1 d. |")
            .And.Contain("| `EventLog:Retention:MaxSize` | none | Above this size of all topics together the oldest records may go; default none. |")
            .And.Contain(row => row.StartsWith("| `EventLog:Kind` | `Embedded` | Which event log to use; default Embedded. One of `Embedded` (",
            StringComparison.Ordinal));
    }

    [Test]
    public void Every_setting_has_a_summary() =>
        ConfigurationReference.Markdown(Setup.Sections(StageCatalog.Find())).Split('\n').Should()
        .NotContain(row => row.EndsWith("|  |", StringComparison.Ordinal));
}
