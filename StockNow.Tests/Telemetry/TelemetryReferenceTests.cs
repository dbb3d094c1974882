using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StockNow.Host.Answers;
using StockNow.Host.Commands;
using StockNow.Host.Health;
using StockNow.Stages.AlertHandler;
using StockNow.Stages.Analysis;
using StockNow.Stages.Hosting;
using StockNow.Stages.Telemetry;
using StockNow.Tests.Support;

namespace StockNow.Tests.Telemetry;

/// <summary>The reference of telemetry, and whether it is true.</summary>
sealed class TelemetryReferenceTests
{
    [Test]
    public void The_copy_in_docs_is_fresh()
    {
        var file = Path.Combine(SharedData.RepositoryRoot, "docs", "telemetry.md");
        if (Environment.GetEnvironmentVariable("STOCKNOW_UPDATE_DOCS") == "1") File.WriteAllText(file, TelemetryReference.Markdown());

        File.ReadAllText(file).Should()
            .Be(TelemetryReference.Markdown(), "docs/telemetry.md is written by STOCKNOW_UPDATE_DOCS=1 dotnet test --filter TelemetryReference");
    }

    [Test]
    public async Task Every_instrument_is_what_the_reference_says()
    {
        using var folder = new TempFolder();
        var setup = Setup.Read(new Dictionary<string, string?> { ["DataFolder"] = folder["data"], ["Simulator:Count"] = "5",
            ["Http:Url"] = "http://127.0.0.1:0" }, "all", untilDrained: true);
        setup.Faults.Should().BeEmpty();
        var published = new HashSet<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == TelemetryNames.Source) lock (published) published.Add($"{instrument.Name} {Kind(instrument)} {instrument.Unit}");
            },
        };
        listener.Start();

        using var output = new StringWriter();
        var builder = Composition.NewHost(setup);
        builder.Services.AddSingleton<IAnswersOutput>(new AnswersOutput(OutputFormat.Table, new("UTC"), output)).AddSingleton<RecentReports>();
        builder.Services.AddHealth(setup.Http).AddStages(setup.Catalog, setup.Plan);
        var host = builder.Build();
        await using var disposal = (IAsyncDisposable)host;
        await host.StartAsync();
        await host.WaitForShutdownAsync().WaitAsync(TimeSpan.FromMinutes(1));

        published.Should().BeEquivalentTo(TelemetryReference.Instruments().Select(row => $"{row.Name} {row.Kind} {row.Unit}"));
    }

    [Test]
    public void Every_name_is_in_the_reference()
    {
        var text = TelemetryReference.Markdown();

        foreach (var name in typeof(TelemetryNames).GetFields().Select(constant => (string)constant.GetRawConstantValue()!)) text.Should().Contain($"`{name}`");
    }

    static string Kind(Instrument instrument)
    {
        var type = instrument.GetType().Name;
        return type.Contains("Counter", StringComparison.Ordinal) ? "Counter" : type.Contains("Gauge", StringComparison.Ordinal) ? "Gauge" : type.Split('`')[0];
    }
}
