using SQLitePCL;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>
/// The row of a batch that a statement stands on; the columns of <see cref="LogSchema.Read"/>. Its bytes are SQLite's own memory, valid until the next step.
/// </summary>
readonly ref struct StoredBatch
{
    // A codec of this or more: the checksum covers the whole row.
    const int CoversRow = 2, MostRecords = int.MaxValue;

    readonly sqlite3_stmt _row;
    readonly TopicPartition _partition;
    readonly long _recordCount;

    public StoredBatch(sqlite3_stmt row, TopicPartition partition)
    {
        (_row, _partition) = (row, partition);
        BaseOffset = raw.sqlite3_column_int64(row, 0);
        _recordCount = raw.sqlite3_column_int64(row, 1);
    }

    public long BaseOffset { get; }

    /// <summary>The first offset after it; no more than a guess before it is verified.</summary>
    public long End => BaseOffset + Math.Clamp(_recordCount, 0, MostRecords);

    /// <summary>Whether its checksum, if it matches, covers its offsets too.</summary>
    public bool ProvesItsPlace => raw.sqlite3_column_int64(_row, 3) >= CoversRow;

    /// <summary>The codec and checksum to store a batch with.</summary>
    public static (int Codec, long Checksum) Seal(TopicPartition partition, long baseOffset, long appendedAt, in PackedBatch batch)
    {
        var codec = batch.Codec + CoversRow;
        return (codec, BatchChecksum.Of(partition, baseOffset, appendedAt, new PackedBatch(batch.Bytes, codec, batch.PlainLength, batch.RecordCount)));
    }

    /// <summary>Adds its records from an offset on.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public void Unpack(long from, RecordBatch into)
    {
        var batch = Verified();
        BatchCodec.Unpack(batch, BaseOffset, raw.sqlite3_column_int64(_row, 2), from, into);
    }

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public PackedBatch Verified()
    {
        var codec = Number(3);
        var batch = new PackedBatch(raw.sqlite3_column_blob(_row, 6), codec, Number(4), Number(1));
        var sum = codec >= CoversRow ? BatchChecksum.Of(_partition, BaseOffset, raw.sqlite3_column_int64(_row, 2), batch)
            : BatchChecksum.OfRecords(batch.Bytes);
        if (sum != raw.sqlite3_column_int64(_row, 5)) throw new InvalidDataException("its checksum does not match");
        if (batch.RecordCount < 1) throw new InvalidDataException($"it says that it holds {batch.RecordCount} records");
        if (BaseOffset < 0) throw new InvalidDataException("its offset is negative");
        return new PackedBatch(batch.Bytes, codec >= CoversRow ? codec - CoversRow : codec, batch.PlainLength, batch.RecordCount);
    }

    int Number(int column)
    {
        var number = raw.sqlite3_column_int64(_row, column);
        return number is >= int.MinValue and <= int.MaxValue ? (int)number : throw new InvalidDataException($"a number in its row is {number}");
    }
}
