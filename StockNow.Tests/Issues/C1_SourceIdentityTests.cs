using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.AlertFilter;
using StockNow.Stages.AlertHandler;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Stages.Telemetry;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>House C1, Kafka 5: report ids and source headers were the same again after a topic or an event log was recreated.</summary>
sealed class C1_SourceIdentityTests
{
    const string Alert = """{"sensor_id":"s","timestamp":"2025-07-05T13:52:00Z","product_id":"GTA6","quantity":1,"threshold":5,"location":{"store":"p","lat":48.85,"lon":2.34},"alert":true}""";

    [Test]
    public async Task Everything_made_of_a_record_names_the_log_that_it_is_from()
    {
        using var folder = new TempFolder();
        var log = await MakeAsync(folder.Path);
        await using var disposal = log;

        await WorkAsync(log, Alert, "no reading");

        foreach (var (topic, source) in new[] { (TopicNames.Alerts, TopicNames.Input), (TopicNames.MissingProducts, TopicNames.Alerts),
            (TopicNames.DeadLetters, TopicNames.Input) })
            (await LastAsync(log, topic)).Log.Should().Be(LogIdentity.HashOf(await log.IdentityAsync(source, default)), topic);
    }

    [Test]
    public async Task A_dead_letter_that_is_sent_back_names_the_log_of_the_dead_letters()
    {
        using var folder = new TempFolder();
        var log = await MakeAsync(folder.Path);
        await using var disposal = log;
        await WorkAsync(log, maxReadingBytes: 100, Alert);

        (await new DeadLetterReplay(log, ProductPipeline.Groups, ReadingLimits.Default).RunAsync(false, _ => { }, _ => { }, default)).Should().Be(1);

        (await LastAsync(log, TopicNames.Input)).Log.Should().Be(LogIdentity.HashOf(await log.IdentityAsync(TopicNames.DeadLetters, default)));
    }

    [Test]
    public async Task The_report_of_the_same_offset_has_another_id_once_the_log_was_recreated()
    {
        var ids = new List<string>();
        for (var time = 0; time < 2; time++)
        {
            using var folder = new TempFolder();
            var log = await MakeAsync(folder.Path);
            await using var disposal = log;
            await WorkAsync(log, Alert);
            var report = (await LastAsync(log, TopicNames.MissingProducts)).Value;
            ids.Add(report.Split("\"report_id\":\"")[1].Split('"')[0]);
        }

        ids.Should().OnlyHaveUniqueItems().And.AllSatisfy(id => id.Should().MatchRegex("^instocknow-alerts-0-0-[0-9a-f]{12}$"));
    }

    [Test]
    public void A_report_id_is_made_of_the_place_of_its_alert_and_the_log_and_of_nothing_else()
    {
        var ids = new[] { ("one", 3, 17L), ("one", 3, 17L), ("two", 3, 17L), ("one", 4, 17L), ("one", 3, 18L) }.Select(place =>
        {
            Span<byte> id = stackalloc byte[300];
            return Encoding.UTF8.GetString(
                id[..ReportId.Write(new RecordSource(new TopicPartition(TopicNames.Alerts, place.Item2), place.Item1), place.Item3, id)]);
        }).ToList();

        ids[0].Should().Be($"instocknow-alerts-3-17-{LogIdentity.HashOf("one")}").And.Be(ids[1]);
        ids.Skip(1).Should().OnlyHaveUniqueItems();
    }

    [Test]
    public void The_longest_names_and_numbers_fit()
    {
        var source = new RecordSource(new TopicPartition(new string('t', 249), int.MaxValue), "log");
        Span<byte> id = stackalloc byte[300];

        ReportId.Write(source, long.MaxValue, id).Should().Be(249 + 1 + 10 + 1 + 19 + 1 + LogIdentity.HashLength);
        new HeaderView(new HeaderWriter().AddSource(source, long.MaxValue).Encoded).TryGetSource(source.Partition.Topic, out var partition, out var offset)
            .Should().BeTrue();
        (partition, offset).Should().Be((int.MaxValue, long.MaxValue));
    }

    static async Task<EmbeddedEventLog> MakeAsync(string folder)
    {
        var log = new EmbeddedEventLog(EmbeddedLogFolder.In(folder), ProductPipeline.Groups, new EventLogOptions(), TimeProvider.System,
            NullLogger<EmbeddedEventLog>.Instance);
        await log.EnsureTopicsAsync(TopicNames.All, default);
        return log;
    }

    static Task WorkAsync(IEventLog log, params string[] values) => WorkAsync(log, ReadingLimits.DefaultMaxBytes, values);

    static async Task WorkAsync(IEventLog log, int maxReadingBytes, params string[] values)
    {
        await using (var writer = await log.OpenWriterAsync("test", default))
        {
            foreach (var value in values) writer.Produce(TopicNames.Input, "s"u8, Encoding.UTF8.GetBytes(value));
            await writer.CommitAsync(default);
        }
        using var metrics = new StageMetrics("stage-of-this-issue");
        using var handler = new AlertHandlerProcessor(new AlertHandlerOptions(), ReadingLimits.Default with { MaxBytes = maxReadingBytes }, new RecentReports(),
            metrics);
        var drained = new StageSignals(new CancellationToken(canceled: true), default);
        await ProcessingLoop.RunAsync(log, GroupNames.AlertFilter, TopicNames.Input, [],
            new AlertFilterProcessor(AlertRuleKind.Flag, ReadingLimits.Default with { MaxBytes = maxReadingBytes }, metrics), drained);
        await ProcessingLoop.RunAsync(log, GroupNames.AlertHandler, TopicNames.Alerts, [], handler, drained);
    }

    static async Task<(string Value, string? Log)> LastAsync(IEventLog log, string topic)
    {
        (string, string?) last = default;
        await foreach (var batch in log.ScanAsync(new TopicPartition(topic, 0), 0, 100, default))
            for (var i = 0; i < batch.Count; i++)
                last = (Encoding.UTF8.GetString(batch[i].Value), batch[i].Headers.TryGet(HeaderNames.SourceLog, out ReadOnlySpan<byte> hash)
                    ? Encoding.UTF8.GetString(hash) : null);
        return last;
    }
}
