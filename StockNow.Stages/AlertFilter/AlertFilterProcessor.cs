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
    readonly UncommittedCounts _counts = new(metrics);

    public void Process(in LogRecord record, TopicPartition partition, IRecordOutput output)
    {
        if (!_reader.TryRead(record.Value, out var reading, out var error))
        {
            _counts.Malformed();
            _deadLetters.Send(record, partition, DropReason.Malformed, error!, output);
            return;
        }
        if (AlertRule.IsContradicted(reading)) _counts.FlagContradicted();
        if (AlertRule.IsAlert(rule, reading))
        {
            _counts.Sent();
            output.Produce(TopicNames.Alerts, record.Key, record.Value, _headers.Clear().AddSource(partition, record.Offset).AddTrace(record.Headers));
        }
        else _counts.NotAnAlert();
    }

    public void Committing() => _counts.Committing();

    public void Committed(TimeSpan took) => _counts.Committed(took);

    public void Rewound() => _counts.Rewound();
}
