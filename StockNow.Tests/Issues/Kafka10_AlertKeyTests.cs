using System.Text;
using CsCheck;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.AlertFilter;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>Kafka 10: alerts of readings without a key, or with another one, kept that key.</summary>
sealed class Kafka10_AlertKeyTests
{
    [Test]
    public void The_key_of_an_alert_is_its_sensor_whatever_the_key_of_the_reading() =>
        Gen.Select(Gen.Byte.Array[0, 30], Gen.OneOf(Gen.Const("shelf-1"), Gen.Const("cr\\u00e8me"), Gen.Const(""))).Sample((key, sensor) =>
    {
        var output = Filter(key, $$"""{"sensor_id":"{{sensor}}","timestamp":"2025-07-05T13:52:00Z","product_id":"GTA6","quantity":3,"threshold":5,"location":{"store":"p","lat":48.85,"lon":2.34},"alert":true}""");
        return output.Topic == TopicNames.Alerts
            && output.Key == Convert.ToHexString(Encoding.UTF8.GetBytes(sensor.Replace("\\u00e8", "è", StringComparison.Ordinal)));
    });

    [Test]
    public void The_key_of_a_dead_letter_is_the_records_own() => Gen.Byte.Array[0, 30].Sample(key =>
        Filter(key, "no reading") is var output && (output.Topic, output.Key) == (TopicNames.DeadLetters, Convert.ToHexString(key)));

    static (string Topic, string Key, string Value, string Headers) Filter(byte[] key, string value)
    {
        using var metrics = new StageMetrics("stage-of-this-issue");
        var output = new BytesOutput();
        new AlertFilterProcessor(AlertRuleKind.Flag, ReadingLimits.Default, metrics)
            .Process(new LogRecord(0, 0, key, Encoding.UTF8.GetBytes(value), default), new RecordSource(new TopicPartition(TopicNames.Input, 0), "log"),
            output);
        return output.Produced.Single();
    }
}
