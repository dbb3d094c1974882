using System.Text;
using CsCheck;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.AlertFilter;
using StockNow.Stages.AlertHandler;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>House C2: one record with more than 16 trace headers stopped the alert filter for ever.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
sealed class C2_TraceHeadersTests
{
    // What the native producer takes.
    const int MostHeaders = 16;
    const string Alert = """{"sensor_id":"s","timestamp":"2025-07-05T13:52:00Z","product_id":"GTA6","quantity":1,"threshold":5,"location":{"store":"p","lat":48.85,"lon":2.34},"alert":true}""";

    static readonly string Parent = $"00-{new string('a', 32)}-{new string('b', 16)}-01";

    readonly StageMetrics _metrics = new("stage-of-this-issue");

    [TearDown]
    public void EndMetrics() => _metrics.Dispose();

    [TestCase(Alert)]
    [TestCase("no reading")]
    public void Of_twenty_trace_headers_the_first_is_passed_on(string value)
    {
        var headers = new HeaderWriter();
        for (var n = 0; n < 20; n++) headers.Add(HeaderNames.TraceParent, Encoding.UTF8.GetBytes($"{Parent[..^2]}{n:D2}"));

        var passed = HeadersOf(Filter, value, headers);

        passed.Where(header => header.StartsWith("traceparent=", StringComparison.Ordinal)).Should().Equal($"traceparent={Parent[..^2]}00");
    }

    [Test]
    public void Whatever_headers_a_record_has_no_stage_sends_more_than_a_producer_takes() =>
        Gen.Select(Gen.Select(OneOf("traceparent", "tracestate", "other"), OneOf(Parent, "vendor=1", "", new string('x', 600))).Array[0, 60],
        OneOf(Alert, "no reading", ""), Gen.Bool).Sample((carried, value, giveUp) =>
        {
            var headers = new HeaderWriter();
            foreach (var (name, text) in carried) headers.Add(Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(text));
            var output = new BytesOutput { Limit = 1000 };
            var record = new LogRecord(1, 0, new byte[1000], Encoding.UTF8.GetBytes(value + new string(' ', 2000)), new HeaderView(headers.Encoded));
            var source = new RecordSource(new TopicPartition(TopicNames.Input, 0), "log");
            using var handler = Handler();
            foreach (var processor in new[] { Filter(), handler })
            {
                if (giveUp) processor.GiveUp(record, source, "no luck", output);
                else processor.Process(record, source, output);
            }
            return output.Produced.All(produced => produced.Headers.Count(letter => letter == ';') is > 0 and <= MostHeaders);
        });

    static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    static string[] HeadersOf(Func<IRecordProcessor> processor, string value, HeaderWriter headers)
    {
        var output = new BytesOutput();
        processor().Process(new LogRecord(1, 0, "k"u8, Encoding.UTF8.GetBytes(value), new HeaderView(headers.Encoded)),
            new RecordSource(new TopicPartition(TopicNames.Input, 0), "log"), output);
        return output.Produced.Single().Headers.Split(';', StringSplitOptions.RemoveEmptyEntries);
    }

    IRecordProcessor Filter() => new AlertFilterProcessor(AlertRuleKind.Flag, ReadingLimits.Default, _metrics);

    AlertHandlerProcessor Handler() => new(new AlertHandlerOptions(), ReadingLimits.Default, new RecentReports(), _metrics);
}
