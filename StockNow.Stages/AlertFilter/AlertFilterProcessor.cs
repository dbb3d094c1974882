using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Measured;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.AlertFilter;

/// <summary>What becomes of one reading: an alert, nothing, or a dead letter.</summary>
sealed class AlertFilterProcessor(AlertRuleKind rule, ReadingLimits limits, StageMetrics metrics, ContradictedFlags? contradicted = null) : IRecordProcessor
{
    readonly ReadingReader _reader = new(limits);
    readonly DeadLetterOutput _deadLetters = new(StageNames.AlertFilter);
    readonly HeaderWriter _headers = new();
    readonly UncommittedCounts _counts = new(metrics);

    public void Process(in LogRecord record, RecordSource source, IRecordOutput output)
    {
        if (!_reader.TryRead(record.Value, out var reading, out var error))
        {
            _deadLetters.Send(record, source, DropReason.Malformed, error!, output);
            _counts.Malformed();
            return;
        }
        // The input may have another key. With the key sensor_id the alerts of one sensor stay in order.
        var isAlert = AlertRule.IsAlert(rule, reading);
        if (isAlert)
            output.Produce(TopicNames.Alerts, reading.SensorId, record.Value, _headers.Clear().AddSource(source, record.Offset).AddTrace(record.Headers));
        if (isAlert) _counts.Sent();
        else _counts.NotAnAlert();
        if (!AlertRule.IsContradicted(reading)) return;
        _counts.FlagContradicted();
        contradicted?.Note(reading, source.Partition, record.Offset);
    }

    public void GiveUp(in LogRecord record, RecordSource source, string why, IRecordOutput output)
    {
        _deadLetters.Send(record, source, DropReason.Unprocessable, why, output);
        _counts.Unprocessable();
    }

    public void Committing() => _counts.Committing();

    public void Committed(TimeSpan took) => _counts.Committed(took);

    public void Rewound() => _counts.Rewound();
}
