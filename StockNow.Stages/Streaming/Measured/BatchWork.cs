using System.Diagnostics;

namespace StockNow.Stages.Streaming.Measured;

/// <summary>The work with the batch that was read last: measured and traced from its reading to its end.</summary>
sealed class BatchWork(TagList tags, TimeProvider clock)
{
    readonly TagList _tags = tags;
    Activity? _span;
    long _since;
    bool _isUnderWay;

    /// <summary>A batch was read; an empty one is no work.</summary>
    public void Begin(RecordBatch batch)
    {
        if (batch.Count == 0) return;
        EventLogInstruments.Read(batch.Count, _tags);
        _span = Traces.StartProcess(batch);
        (_since, _isUnderWay) = (clock.GetTimestamp(), true);
    }

    /// <summary>The batch is processed.</summary>
    public void End()
    {
        if (!_isUnderWay) return;
        EventLogInstruments.Processed(clock.GetElapsedTime(_since), _tags);
        Drop();
    }

    /// <summary>The batch is given up, to be read again.</summary>
    public void Rewind()
    {
        EventLogInstruments.Rewound(_tags);
        _span?.SetStatus(ActivityStatusCode.Error, "rewound");
        Drop();
    }

    void Drop()
    {
        _span?.Dispose();
        (_span, _isUnderWay) = (null, false);
    }
}
