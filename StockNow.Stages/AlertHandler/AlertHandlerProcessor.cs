using System.Text;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Measured;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.AlertHandler;

/// <summary>What becomes of one alert: a missing-product report, or a dead letter.</summary>
sealed class AlertHandlerProcessor(AlertHandlerOptions options, ReadingLimits limits, RecentReports recent, StageMetrics metrics)
    : IRecordProcessor, IDisposable
{
    const int ShownPerCommit = 8;

    readonly ReadingReader _reader = new(limits);
    readonly ReportWriter _writer = new();
    readonly SeasonalPriority _priority = new(options);
    readonly DeadLetterOutput _deadLetters = new(StageNames.AlertHandler);
    readonly HeaderWriter _headers = new();
    readonly UncommittedCounts _counts = new(metrics);
    List<MissingProductReport> _shown = [], _shownCommitting = [];
    long _leftOut, _leftOutCommitting;

    public void Process(in LogRecord record, RecordSource source, IRecordOutput output)
    {
        if (!_reader.TryRead(record.Value, out var alert, out var error))
        {
            _deadLetters.Send(record, source, DropReason.Malformed, error!, output);
            _counts.Malformed();
            return;
        }
        var missing = RestockCalculation.MissingQuantity(alert.Quantity, alert.Threshold);
        if (missing == 0)
        {
            _deadLetters.Send(record, source, DropReason.NothingMissing,
                $"is an alert, but its quantity {alert.Quantity} is not below three times its threshold {alert.Threshold}: there is nothing to bring", output);
            _counts.NothingMissing();
            return;
        }
        Span<byte> reportId = stackalloc byte[300];
        reportId = reportId[..ReportId.Write(source, record.Offset, reportId)];
        var season = Seasons.At(alert.TimestampMs, _priority.IsSouth(alert.Latitude));
        var isHigh = _priority.IsHigh(season, alert.ProductId);

        output.Produce(TopicNames.MissingProducts, alert.ProductId, _writer.Write(alert, missing, isHigh, season.Name(), reportId),
            _headers.Clear().AddSource(source, record.Offset).AddTrace(record.Headers));
        _counts.Sent();
        if (_shown.Count < ShownPerCommit) _shown.Add(ToShow(alert, missing, isHigh, season, reportId));
        else _leftOut++;
    }

    public void GiveUp(in LogRecord record, RecordSource source, string why, IRecordOutput output)
    {
        _deadLetters.Send(record, source, DropReason.Unprocessable, why, output);
        _counts.Unprocessable();
    }

    public void Committing()
    {
        _counts.Committing();
        (_shown, _shownCommitting) = (_shownCommitting, _shown);
        (_leftOut, _leftOutCommitting) = (0, _leftOut);
    }

    public void Committed(TimeSpan took)
    {
        _counts.Committed(took);
        if (_shownCommitting.Count > 0) recent.Add(_shownCommitting, _leftOutCommitting);
        _shownCommitting.Clear();
    }

    public void Rewound()
    {
        _counts.Rewound();
        _shown.Clear();
        _shownCommitting.Clear();
        _leftOut = 0;
    }

    public void Dispose() => _writer.Dispose();

    static MissingProductReport ToShow(in ReadingFields alert, long missing, bool isHigh, Season season, ReadOnlySpan<byte> reportId) => new(
        Encoding.UTF8.GetString(alert.ProductId), missing, isHigh, Encoding.UTF8.GetString(reportId), Encoding.UTF8.GetString(alert.SensorId),
        Encoding.UTF8.GetString(alert.Store), alert.Quantity, alert.Threshold, season.Name(), DateTimeOffset.FromUnixTimeMilliseconds(alert.TimestampMs));
}
