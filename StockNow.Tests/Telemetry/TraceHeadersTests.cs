using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.AlertFilter;
using StockNow.Stages.AlertHandler;
using StockNow.Stages.Simulator;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Stages.Streaming.Measured;
using StockNow.Stages.Telemetry;
using StockNow.Tests.Support;

namespace StockNow.Tests.Telemetry;

/// <summary>Reading, alert, report and dead letter belong to one trace.</summary>
sealed class TraceHeadersTests
{
    const string Parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", State = "vendor=1";
    const string Alert = """{"sensor_id":"s","timestamp":"2025-07-05T13:52:00Z","product_id":"GTA6","quantity":1,"threshold":5,"location":{"store":"p","lat":48.85,"lon":2.34},"alert":true}""";

    static readonly TopicPartition Input = new(TopicNames.Input, 0);

    TempFolder _folder = null!;
    EmbeddedEventLog _log = null!;

    [SetUp]
    public async Task Open()
    {
        _folder = new TempFolder();
        _log = new EmbeddedEventLog(EmbeddedLogFolder.In(_folder.Path), ProductPipeline.Groups, new EventLogOptions(), TimeProvider.System,
            NullLogger<EmbeddedEventLog>.Instance);
        await _log.EnsureTopicsAsync(TopicNames.All, default);
    }

    [TearDown]
    public async Task Close()
    {
        await _log.DisposeAsync();
        _folder.Dispose();
    }

    [TestCase(Alert, TopicNames.Alerts)]
    [TestCase("no reading", TopicNames.DeadLetters)]
    public async Task Filter_passes_the_trace_of_a_reading_on(string reading, string topic) =>
        (await PassedOnAsync(new AlertFilterProcessor(AlertRuleKind.Flag, ReadingLimits.Default, Metrics), reading, topic, Parent, State)).Should()
        .Equal(("traceparent", Parent), ("tracestate", State));

    [TestCase(Alert, TopicNames.MissingProducts)]
    [TestCase("no reading", TopicNames.DeadLetters)]
    public async Task Handler_passes_the_trace_of_an_alert_on(string alert, string topic)
    {
        using var processor = new AlertHandlerProcessor(new AlertHandlerOptions(), ReadingLimits.Default, new RecentReports(), Metrics);

        (await PassedOnAsync(processor, alert, topic, Parent, State)).Should().Equal(("traceparent", Parent), ("tracestate", State));
    }

    [Test]
    public async Task What_is_no_trace_is_not_carried_along() =>
        (await PassedOnAsync(new AlertFilterProcessor(AlertRuleKind.Flag, ReadingLimits.Default, Metrics), Alert, TopicNames.Alerts, new string('x', 56),
        new string('y', 513))).Should().BeEmpty();

    [Test]
    public async Task Readings_are_sent_under_no_trace_while_nobody_listens()
    {
        await SendAsync(readings: 2);

        (await HeadersAsync(TopicNames.Input)).Should().AllSatisfy(headers => headers.Should().BeEmpty()).And.HaveCount(2);
    }

    [Test]
    public async Task Readings_of_a_batch_carry_the_span_that_they_are_sent_under()
    {
        var spans = new List<Activity>();
        using var listener = Listen(spans, ActivitySamplingResult.AllDataAndRecorded);

        await SendAsync(readings: 3);
        await SendAsync(readings: 1);

        spans.Select(span => (span.DisplayName, span.Kind, span.GetTagItem(TelemetryNames.BatchTag), span.ParentId))
            .Should().Equal(("send instocknow-input", ActivityKind.Producer, 3, null), ("send instocknow-input", ActivityKind.Producer, 1, null));
        (await HeadersAsync(TopicNames.Input)).Should().BeEquivalentTo(
            new[] { spans[0], spans[0], spans[0], spans[1] }.Select(span => new[] { ("traceparent", span.Id!) }), order => order.WithStrictOrdering());
        Activity.Current.Should().BeNull();
    }

    [Test]
    public async Task Readings_of_a_batch_that_is_not_sampled_carry_nothing()
    {
        var spans = new List<Activity>();
        using var listener = Listen(spans, ActivitySamplingResult.PropagationData);

        await SendAsync(readings: 1);

        (await HeadersAsync(TopicNames.Input)).Should().ContainSingle().Which.Should().BeEmpty();
    }

    [Test]
    public async Task Span_of_a_processed_batch_is_linked_to_each_trace_once()
    {
        var spans = new List<Activity>();
        using var listener = Listen(spans, ActivitySamplingResult.AllDataAndRecorded);
        await SendAsync(readings: 3);
        await SendAsync(readings: 2);

        await using (var session = await new MeasuredEventLog(_log, "embedded", TimeProvider.System)
            .OpenSessionAsync(GroupNames.AlertFilter, TopicNames.Input, default))
            for (var read = 0; read < 5; await session.CommitIfDueAsync(default)) read += (await session.ReadAsync(default)).Count;

        var (sent, processed) = (spans.Where(span => span.Kind == ActivityKind.Producer), spans.Where(span => span.Kind == ActivityKind.Consumer).ToList());
        processed.Should().NotBeEmpty().And.AllSatisfy(span => span.DisplayName.Should().Be("process instocknow-input"));
        processed.SelectMany(span => span.Links).Select(link => link.Context.SpanId).Should().BeEquivalentTo(sent.Select(span => span.SpanId));
    }

    static StageMetrics Metrics => new("stage-of-this-test");

    async Task SendAsync(int readings)
    {
        await using var writer = await _log.OpenWriterAsync("test", default);
        var batch = new InputBatch(writer, Metrics, TimeProvider.System);
        for (var i = 0; i < readings; i++) batch.Send("s"u8, "{}"u8);
        await batch.CommitAsync(new SavedPosition($"file/{Guid.NewGuid():N}", null), "1", default);
    }

    async Task<List<(string Name, string Value)>> PassedOnAsync(IRecordProcessor processor, string value, string topic, string parent, string state)
    {
        var headers = new HeaderWriter().Add("other"u8, "1"u8).Add(HeaderNames.TraceParent, Encoding.UTF8.GetBytes(parent))
            .Add(HeaderNames.TraceState, Encoding.UTF8.GetBytes(state));
        await using (var writer = await _log.OpenWriterAsync("test", default))
        {
            processor.Process(new LogRecord(7, 0, "s"u8, Encoding.UTF8.GetBytes(value), new HeaderView(headers.Encoded)), new RecordSource(Input, "log"),
                writer);
            await writer.CommitAsync(default);
        }
        return [.. (await HeadersAsync(topic)).Single().Where(header => header.Name.StartsWith("trace", StringComparison.Ordinal))];
    }

    async Task<List<List<(string Name, string Value)>>> HeadersAsync(string topic)
    {
        var all = new List<List<(string, string)>>();
        await foreach (var batch in _log.ScanAsync(new TopicPartition(topic, 0), 0, 100, default))
            for (var i = 0; i < batch.Count; i++)
            {
                var headers = new List<(string, string)>();
                foreach (var header in batch[i].Headers) headers.Add((Encoding.UTF8.GetString(header.Name), Encoding.UTF8.GetString(header.Value)));
                all.Add(headers);
            }
        return all;
    }

    static ActivityListener Listen(List<Activity> spans, ActivitySamplingResult sampling)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TelemetryNames.Source, Sample = (ref ActivityCreationOptions<ActivityContext> _) =>
                sampling, ActivityStopped = spans.Add,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
