using System.Diagnostics;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Measured;
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

    /// <summary>The name of the writer.</summary>
    public string WriterName => writer.Name;

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

    /// <summary>Saves another position in the next commit.</summary>
    public void Save(SavedPosition position, string next) => writer.SavePosition(position.Name, position.Value, next);

    /// <summary>Commits what waits together with how far the source has come; also when nothing waits.</summary>
    /// <exception cref="UnrecoverableException">Another process moves the same position.</exception>
    public async Task CommitAsync(SavedPosition position, string next, CancellationToken stop)
    {
        Save(position, next);
        using (_span)
        {
            try { await writer.CommitAsync(stop); }
            catch (PositionConflictException conflict)
            {
                throw new UnrecoverableException("Another simulator sends the same readings into this event log. This one stops; nothing was sent twice. "
                    + $"{conflict.Message}", conflict);
            }
            _span?.SetTag(TelemetryNames.BatchTag, _sent);
        }
        position.Value = next;
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
