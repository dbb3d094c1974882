using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.AlertFilter;

/// <summary>What becomes of one reading: an alert, nothing, or a dead letter.</summary>
sealed class AlertFilterProcessor(AlertRuleKind rule, int maxReadingBytes, StageMetrics metrics) : IRecordProcessor
{
    readonly ReadingReader _reader = new(maxReadingBytes);
    readonly DeadLetterOutput _deadLetters = new(StageNames.AlertFilter);
    readonly HeaderWriter _headers = new();
    long _alerts, _others, _malformed, _contradicted;

    public void Process(in LogRecord record, TopicPartition partition, IRecordOutput output)
    {
        if (!_reader.TryRead(record.Value, out var reading, out var error))
        {
            _malformed++;
            _deadLetters.Send(record, partition, DropReason.Malformed, error!, output);
            return;
        }
        if (AlertRule.IsContradicted(reading)) _contradicted++;
        if (AlertRule.IsAlert(rule, reading))
        {
            _alerts++;
            output.Produce(TopicNames.Alerts, record.Key, record.Value, _headers.Clear().AddSource(partition, record.Offset).AddTrace(record.Headers));
        }
        else _others++;
    }

    public void Committed()
    {
        metrics.AddReceived(_alerts + _others + _malformed);
        metrics.AddSent(_alerts);
        metrics.AddDropped(DropReason.NotAnAlert, _others);
        metrics.AddDropped(DropReason.Malformed, _malformed);
        metrics.AddFlagContradicted(_contradicted);
        Rewound();
    }

    public void Rewound() => _alerts = _others = _malformed = _contradicted = 0;
}
