using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StockNow.Contracts.Events;
using StockNow.Host.Answers;
using StockNow.Host.Commands;
using StockNow.Stages.AlertHandler;
using StockNow.Stages.Analysis;
using StockNow.Stages.Hosting;
using StockNow.Stages.Telemetry;
using StockNow.Tests.Support;

namespace StockNow.Tests.Telemetry;

/// <summary>Nothing vanishes unnamed: the whole pipeline over a small file with everything in it.</summary>
sealed class ConservationTests
{
    const int Others = 30, Alerts = 12, Contradicted = 3, Malformed = 5, TooLong = 2;

    static readonly Dictionary<string, Counts> Expected = new()
    {
        [StageNames.Simulator] = new(Received: Others + Alerts + Malformed + TooLong, Sent: Others + Alerts + Malformed, TooLong: TooLong),
        [StageNames.AlertFilter] = new(Received: Others + Alerts
            + Malformed, Sent: Alerts, NotAnAlert: Others, Malformed: Malformed, FlagContradicted: Contradicted),
        [StageNames.AlertHandler] = new(Received: Alerts, Sent: Alerts),
        [StageNames.Storage] = new(Received: Others + Alerts + Malformed, Sent: Others + Alerts, Malformed: Malformed),
        [StageNames.Analysis] = new(),
    };

    [TestCase(1)]
    [TestCase(3)]
    public async Task What_a_drained_stage_received_it_passed_on_or_dropped_for_a_reason(int partitions)
    {
        using var folder = new TempFolder();
        await File.WriteAllLinesAsync(folder["readings.ndjson"], Lines());
        var setup = Setup.Read(new Dictionary<string, string?>
        {
            ["DataFolder"] = folder["data"], ["MaxReadingBytes"] = "1024", ["EventLog:Partitions"] = $"{partitions}",
                ["Simulator:Replay:File"] = folder["readings.ndjson"],
        }, "all", untilDrained: true);
        setup.Faults.Should().BeEmpty();
        using var output = new StringWriter();
        var builder = Composition.NewHost(setup);
        builder.Services.AddSingleton<IAnswersOutput>(new AnswersOutput(OutputFormat.Table, new("UTC"), output)).AddSingleton<RecentReports>();
        builder.Services.AddStages(setup.Catalog, setup.Plan);
        var host = builder.Build();
        await using var disposal = (IAsyncDisposable)host;

        await host.StartAsync();
        await host.WaitForShutdownAsync().WaitAsync(TimeSpan.FromMinutes(1));

        host.Services.GetRequiredService<PipelineLifetime>().Fault.Should().BeNull();
        foreach (var stage in setup.Catalog.Stages.Select(stage => stage.Descriptor.Name))
        {
            var metrics = host.Services.GetRequiredKeyedService<StageMetrics>(stage);
            metrics.Received.Should().Be(metrics.Sent + Enum.GetValues<DropReason>().Sum(metrics.Dropped), $"{stage} is drained");
            Expected.Should().ContainKey(stage, "every stage of the catalogue is expected to count something, or nothing");
            Counts.Of(metrics).Should().Be(Expected[stage], stage);
            host.Services.GetRequiredKeyedService<StageStatus>(stage).Now.Should().Be(new StageStatus.Snapshot(StageState.Done, null, null), stage);
        }
    }

    static IEnumerable<string> Lines()
    {
        var good = Enumerable.Range(0, Others).Select(n => Reading(n, quantity: 9, alert: false))
            .Concat(Enumerable.Range(0, Alerts).Select(n => Reading(n, quantity: n < Contradicted ? 9 : 2, alert: true)));
        var malformed = new[] { "null", "no JSON", "{}", Reading(1, 9, false).Replace("48.85", "91", StringComparison.Ordinal), Reading(1, 9, false)[..50] };
        var tooLong = Enumerable.Repeat(new string('x', 1025), TooLong);
        return Shuffled([.. good, .. malformed, .. tooLong]);
    }

    static string Reading(int sensor, int quantity, bool alert) => string.Create(CultureInfo.InvariantCulture,
        $$$"""{"sensor_id":"shelf-{{{sensor}}}","timestamp":"2025-07-05T13:52:00Z","product_id":"GTA6","quantity":{{{quantity}}},"threshold":5,"location":{"store":"paris-12","lat":48.85,"lon":2.34},"alert":{{{(alert ? "true" : "false")}}}}""");

    static string[] Shuffled(string[] lines)
    {
        new Random(5).Shuffle(lines);
        return lines;
    }

    sealed record Counts(long Received = 0, long Sent = 0, long NotAnAlert = 0, long Malformed = 0, long TooLong = 0, long FlagContradicted = 0)
    {
        public static Counts Of(StageMetrics metrics) => new(
            metrics.Received, metrics.Sent, metrics.Dropped(DropReason.NotAnAlert), metrics.Dropped(DropReason.Malformed), metrics.Dropped(DropReason.TooLong),
            metrics.FlagContradicted);
    }
}
