using System.Diagnostics;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.Simulator;

/// <summary>Readings that wait for their commit, and their counts, which are added after it.</summary>
sealed class InputBatch(IEventLogWriter writer, StageMetrics metrics, TimeProvider time)
{
    /// <summary>At this size a commit is due.</summary>
    public const int FullBytes = 1 << 20;

    /// <summary>At this age a commit is due.</summary>
    public static readonly TimeSpan MaxAge = TimeSpan.FromMilliseconds(5);

    readonly HeaderWriter _trace = new();
    Activity? _span;
    int _sent, _tooLong;
    long _since;

    /// <summary>Whether nothing waits.</summary>
    public bool IsEmpty => _sent + _tooLong == 0;

    /// <summary>Whether waiting longer would cost latency or memory.</summary>
    public bool IsDue => !IsEmpty && (writer.PendingBytes >= FullBytes || time.GetElapsedTime(_since) >= MaxAge);

    /// <summary>Adds a reading, well-formed or not.</summary>
    public void Send(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        if (IsEmpty) _since = time.GetTimestamp();
        if (_sent == 0) StartSpan();
        writer.Produce(TopicNames.Input, key, value, _span is null ? null : _trace);
        _sent++;
    }

    /// <summary>Counts a line that is too long to be sent.</summary>
    public void RefuseTooLong()
    {
        if (IsEmpty) _since = time.GetTimestamp();
        _tooLong++;
    }

    /// <summary>Commits what waits together with how far the source has come; also when nothing waits.</summary>
    public async Task CommitAsync(string positionName, long position, CancellationToken stop)
    {
        writer.SavePosition(positionName, position);
        using (_span)
        {
            await writer.CommitAsync(stop);
            _span?.SetTag(TelemetryNames.BatchTag, _sent);
        }
        metrics.AddReceived(_sent + _tooLong);
        metrics.AddSent(_sent);
        if (_tooLong > 0) metrics.AddDropped(DropReason.TooLong, _tooLong);
        _sent = _tooLong = 0;
        _span = null;
    }

    void StartSpan()
    {
        _span = Traces.StartSend(TopicNames.Input);
        if (_span is not null) _trace.Clear().AddTrace(_span);
    }
}
