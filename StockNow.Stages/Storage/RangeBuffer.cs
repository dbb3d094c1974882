using System.Globalization;
using StockNow.Contracts.Events;
using StockNow.Contracts.Lake;
using StockNow.Contracts.Topics;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Storage;

/// <summary>The open range of one partition: what was read and is not stored yet.</summary>
/// <param name="partition">The partition.</param>
/// <param name="memory">Memory shared with other ranges.</param>
/// <param name="limits">How much a reading may hold.</param>
/// <param name="failures">The records that storage has failed on: one that it gives up counts as malformed.</param>
/// <param name="version">The version of the intent that the range will be compared with.</param>
sealed class RangeBuffer(
    TopicPartition partition, RowMemory memory, ReadingLimits limits, RecordFailures? failures = null, int version = Intent.CurrentVersion)
{
    readonly ReadingReader _reader = new(limits);
    RangeHash _hash = new(version);
    long _latestHour = long.MinValue;
    long _heldFrom;

    public TopicPartition Partition => Rows.Partition;

    public ReadingRows Rows { get; } = new(partition, memory);

    /// <summary>The range's key: the offset after the last stored one.</summary>
    public long Start { get; private set; }

    /// <summary>The offset after the last record taken.</summary>
    public long Next { get; private set; }

    public long Records { get; private set; }

    public long Malformed { get; private set; }

    /// <summary>When the first record was appended to the event log, milliseconds since 1970-01-01 UTC.</summary>
    public long AppendedMs { get; private set; }

    /// <summary>When the first record came, since the stage started.</summary>
    public TimeSpan OpenedAt { get; private set; }

    /// <summary>When the last record came, since the stage started.</summary>
    public TimeSpan LastAt { get; private set; }

    /// <summary>Empties the range and begins another.</summary>
    /// <param name="start">The range's key.</param>
    /// <param name="heldFrom">When offsets before this one are known to be lost, the first that is not.</param>
    public void Begin(long start, long heldFrom = 0)
    {
        Rows.Clear();
        _hash = new RangeHash(version);
        _heldFrom = Math.Max(_heldFrom, heldFrom);
        Start = Next = start;
        Records = Malformed = 0;
    }

    /// <summary>Takes records until the batch ends or the range must be stored first.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="from">The first record's index.</param>
    /// <param name="now">The time since the stage started.</param>
    /// <param name="policy">Says when to store, or null to take all.</param>
    /// <param name="allowed">The memory that the other ranges leave.</param>
    /// <param name="reason">Why the range must be stored first, or null.</param>
    /// <returns>The index of the first record that was not taken.</returns>
    public int Fill(RecordBatch batch, int from, TimeSpan now, RollPolicy? policy, long allowed, out RollReason? reason)
    {
        var givenUp = failures?.GivenUp(Partition);
        for (var index = from; index < batch.Count; index++)
        {
            var record = batch[index];
            // Stored by another writer, whose range was adopted.
            if (record.Offset < Next) continue;
            reason = policy?.WhenFull(Records, Rows.Bytes, allowed);
            if (reason is not null) return index;

            try
            {
                if (givenUp?.ContainsKey(record.Offset) == true || !_reader.TryRead(record.Value, out var reading, out _)) Malformed++;
                else
                {
                    var hour = LakeLayout.HourOf(reading.TimestampMs);
                    if (!Rows.HasHour(hour))
                    {
                        reason = policy?.BeforeNewHour(Rows.HourCount, hour > _latestHour, now - OpenedAt);
                        if (reason is not null) return index;
                        _latestHour = Math.Max(_latestHour, hour);
                    }
                    Rows.Add(record.Offset, reading);
                }
            }
            catch (Exception fault) when (RecordException.IsAboutRecord(fault)) { throw new RecordException(Partition, record.Offset, fault.Message, fault); }
            if (Records++ == 0) (OpenedAt, AppendedMs) = (now, record.TimestampMs);
            LastAt = now;
            Next = record.Offset + 1;
            _hash.Add(record.Offset, record.Key, record.Value);
        }
        reason = null;
        return batch.Count;
    }

    /// <summary>The range as the table stores it; valid until more is taken.</summary>
    public RangeContent ToContent() => new()
    {
        Rows = Rows,
        Start = Start,
        End = Next - 1,
        Removed = Math.Max(0, _heldFrom - Start),
        Records = Records,
        Malformed = Malformed,
        Hash = _hash.ToString(),
        Limits = limits,
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"offsets {Start} to {Next - 1} of {Partition}");
}
