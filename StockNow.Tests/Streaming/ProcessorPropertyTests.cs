using System.Text;
using CsCheck;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.AlertFilter;
using StockNow.Stages.AlertHandler;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;
using StockNow.Tests.Support;

namespace StockNow.Tests.Streaming;

/// <summary>What holds of the filter and of the handler whatever they are given.</summary>
sealed class ProcessorPropertyTests
{
    static readonly Gen<byte[]> Reading = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9], Gen.Bool).Select((quantity, threshold, flag) => Encoding.UTF8.GetBytes(
        $$$"""  {"sensor_id":"shelf-2","timestamp":"2025-07-05T13:52:00Z","product_id":"cr\u00e8me","quantity":{{{quantity}}},"threshold":{{{threshold}}},"location":{"store":"paris-12","lat":48.85,"lon":2.34},"alert":{{{(flag ? "true" : "false")}}},"x":[1]}"""));

    static readonly Gen<byte[][]> Lines = Gen.OneOf(Reading, Reading, Gen.Byte.Array[0, 60], Reading.Select(line => line[..^3])).Array[0, 30];

    [Test]
    public void The_filter_passes_alerts_and_dead_letters_on_byte_for_byte_and_counts_every_record() => Lines.Sample(lines =>
    {
        using var metrics = new StageMetrics(StageNames.AlertFilter);
        var output = Run(new AlertFilterProcessor(AlertRuleKind.Flag, ReadingLimits.Default, metrics), TopicNames.Input, lines);
        var expected = lines.Index().SelectMany(line => IsAlert(line.Item) switch
        {
            null => [(TopicNames.DeadLetters, "6B", Convert.ToHexString(line.Item),
                $"stage=alert-filter;reason=malformed;{Source(TopicNames.Input, line.Index)}error={ErrorOf(line.Item)};")],
            true => [(TopicNames.Alerts, Convert.ToHexString("shelf-2"u8), Convert.ToHexString(line.Item), Source(TopicNames.Input, line.Index))],
            false => Array.Empty<(string, string, string, string)>(),
        });
        return output.Produced.SequenceEqual(expected) && metrics.Received == lines.Length
            && metrics.Received == metrics.Sent + metrics.Dropped(DropReason.NotAnAlert) + metrics.Dropped(DropReason.Malformed)
            && metrics.DeadLetters == metrics.Dropped(DropReason.Malformed);
    });

    [Test]
    public void The_handler_makes_one_report_of_each_alert_and_keeps_the_bytes_of_what_is_none() => Lines.Sample(lines =>
    {
        using var metrics = new StageMetrics(StageNames.AlertHandler);
        using var processor = new AlertHandlerProcessor(new AlertHandlerOptions(), ReadingLimits.Default, new RecentReports(), metrics);
        var output = Run(processor, TopicNames.Alerts, lines);
        return output.Produced.Count == lines.Length && metrics.Received == lines.Length && metrics.Received == metrics.Sent + metrics.DeadLetters
            && lines.Index().All(line => DropOf(line.Item) is { } drop
                ? output.Produced[line.Index] == (TopicNames.DeadLetters, "6B", Convert.ToHexString(line.Item),
                $"stage=alert-handler;reason={drop.Reason};{Source(TopicNames.Alerts, line.Index)}error={drop.Error};")
                : output.Produced[line.Index] is var report
                && (report.Topic, report.Key, report.Headers) == (TopicNames.MissingProducts, Convert.ToHexString("crème"u8),
                Source(TopicNames.Alerts, line.Index)));
    });

    [Test]
    public void The_same_alerts_give_the_same_reports_again() => Lines.Sample(lines =>
    {
        using var metrics = new StageMetrics(StageNames.AlertHandler);
        using var processor = new AlertHandlerProcessor(new AlertHandlerOptions(), ReadingLimits.Default, new RecentReports(), metrics);
        return Run(processor, TopicNames.Alerts, lines).Produced.SequenceEqual(Run(processor, TopicNames.Alerts, lines).Produced);
    });

    static BytesOutput Run(IRecordProcessor processor, string topic, byte[][] lines)
    {
        var output = new BytesOutput();
        foreach (var (offset, line) in lines.Index())
            processor.Process(new LogRecord(offset, 0, "k"u8, line, default), new RecordSource(new TopicPartition(topic, 3), "log"), output);
        processor.Commit();
        return output;
    }

    static string Source(string topic, int offset) => $"source-topic={topic};source-partition=3;source-offset={offset};source-log={LogIdentity.HashOf("log")};";

    static bool? IsAlert(byte[] line) => new ReadingReader().TryRead(line, out var reading, out _) ? reading.Alert : null;

    static (string Reason, string Error)? DropOf(byte[] line)
    {
        if (!new ReadingReader().TryRead(line, out var alert, out var error)) return ("malformed", error!);
        return alert.Quantity < 3 * alert.Threshold ? null
            : ("nothing-missing", $"is an alert, but its quantity {alert.Quantity} is not below three times its threshold {alert.Threshold}: there is nothing "
            + "to bring");
    }

    static string ErrorOf(byte[] line)
    {
        new ReadingReader().TryRead(line, out _, out var error);
        return error!;
    }
}
