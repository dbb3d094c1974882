using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>One connection to the log's SQLite file. It belongs to one thread at a time.</summary>
/// <param name="file">The file, for messages.</param>
/// <param name="db">The open connection.</param>
sealed class LogFile(string file, SqliteConnection db) : IDisposable
{
    readonly Statements _sql = new(file, db);

    /// <summary>The file.</summary>
    public string Path { get; } = file;

    /// <summary>The format the file is in; 0 for a file that holds no log.</summary>
    public long Version => _sql.First("PRAGMA user_version") ?? 0;

    /// <summary>SQLite's own steps so far.</summary>
    public long Work => _sql.Work;

    /// <summary>Whether the open file no longer has its name.</summary>
    public bool HasMoved => SqliteNative.HasMoved(db.Handle!);

    /// <summary>Whether this user may write the file.</summary>
    public bool IsWritable => raw.sqlite3_db_readonly(db.Handle, "main") == 0;

    public void Execute(string sql) => _sql.Execute(sql);

    /// <summary>All of the work, or nothing.</summary>
    public void InTransaction(Action work)
    {
        _sql.Step("BEGIN IMMEDIATE");
        try
        {
            work();
            _sql.Step("COMMIT");
        }
        catch
        {
            if (_sql.IsInTransaction) _sql.Step("ROLLBACK");
            throw;
        }
        ThrowIfMoved();
    }

    /// <summary>SQLite continues to write a file that nobody will ever open again; we do not.</summary>
    public void ThrowIfMoved()
    {
        if (HasMoved) throw SqliteFault.Moved(Path);
    }

    /// <summary>Whether the tables are there, and the log's identity is.</summary>
    public void Check()
    {
        var there = _sql.All("SELECT name FROM sqlite_schema WHERE type = 'table'", row => raw.sqlite3_column_text(row, 0).utf8_to_string());
        var missing = LogSchema.TableNames.Except(there).ToList();
        if (missing.Count > 0) throw SqliteFault.Damaged(Path, $"its table '{missing[0]}' is missing");
        ClusterId();
    }

    public string ClusterId()
    {
        var ids = _sql.All("SELECT cluster_id FROM identity", row => raw.sqlite3_column_text(row, 0).utf8_to_string());
        return ids is [{ Length: > 0 } id]
            ? id : throw SqliteFault.Damaged(Path, $"its table 'identity' holds {(ids.Count == 1 ? "an empty row" : $"{ids.Count} rows")} instead of one");
    }

    public void Append(TopicPartition to, long baseOffset, long appendedAt, in PackedBatch batch)
    {
        var (codec, checksum) = StoredBatch.Seal(to, baseOffset, appendedAt, batch);
        var statement = _sql.Bind(LogSchema.Append, to, baseOffset, batch.RecordCount, appendedAt, codec, batch.PlainLength, checksum);
        raw.sqlite3_bind_blob(statement, 9, batch.Bytes);
        _sql.Step(statement);
    }

    public long EndOffset(TopicPartition partition) => _sql.First(_sql.Bind(LogSchema.End, partition)) ?? 0;

    public long StartOffset(TopicPartition partition) => _sql.First(_sql.Bind(LogSchema.Start, partition)) ?? 0;

    /// <summary>Up to which offset retention has removed batches, or null when this log does not note it.</summary>
    public long? RemovedTo(TopicPartition partition) => Version < LogSchema.NotesRetention ? null : _sql.First(_sql.Bind(LogSchema.RemovedTo, partition)) ?? 0;

    /// <summary>Checks that the next offset has never been given before: the newest batch is whole, and nobody has read further than it.</summary>
    public void CheckEnd(TopicPartition partition)
    {
        var last = _sql.Bind(LogSchema.Last, partition);
        try
        {
            if (_sql.HasRow(last))
            {
                var batch = new StoredBatch(last, partition);
                try { batch.Verified(); }
                catch (InvalidDataException fault) { throw Damaged(partition, batch, batch.BaseOffset, fault); }
            }
        }
        finally { raw.sqlite3_reset(last); }
        var end = EndOffset(partition);
        var read = Math.Max(_sql.First(_sql.Bind(LogSchema.HighestCommitted, partition)) ?? 0, RemovedTo(partition) ?? 0);
        if (read > end)
            throw SqliteFault.Damaged(Path,
                $"{partition} ends at offset {end}, but was read up to offset {read}, so its newest batches were removed, and new records would get their "
                + "offsets");
    }

    /// <summary>
    /// Adds records from an offset on to a batch, whole stored batches at a time, until it holds enough bytes. Offsets that are not there are passed over.
    /// </summary>
    /// <exception cref="DamagedRecordsException">The first stored batch is damaged; one after it is left to the next read.</exception>
    public void Read(TopicPartition partition, long from, int enoughBytes, RecordBatch into)
    {
        into.Reset(partition, from);
        var rows = _sql.Bind(LogSchema.Read, partition, from);
        try
        {
            for (long? expected = null; into.ByteCount < enoughBytes && _sql.HasRow(rows);)
            {
                var batch = new StoredBatch(rows, partition);
                var reached = into.NextOffset;
                try { Unpack(batch, expected, from, into); }
                catch (InvalidDataException fault)
                {
                    into.CutAt(reached);
                    if (into.Count > 0) return;
                    throw Damaged(partition, batch, from, fault);
                }
                expected = batch.End;
            }
        }
        finally { raw.sqlite3_reset(rows); }
    }

    /// <summary>Whether there are records from an offset on.</summary>
    public bool HasRecords(TopicPartition partition, long from) => EndOffset(partition) > from;

    public void Register(string group, TopicPartition partition, long next) => _sql.Step(_sql.Bind(LogSchema.Register, group, partition, next));

    public long? Committed(string group, TopicPartition partition) => _sql.First(_sql.Bind(LogSchema.Committed, group, partition));

    /// <returns>Whether the group's offset was still the expected one.</returns>
    public bool Advance(string group, TopicPartition partition, long expected, long next)
    {
        _sql.Step(_sql.Bind(LogSchema.Advance, group, partition, expected, next));
        return _sql.Changes == 1;
    }

    /// <returns>Whether the position was still the expected one.</returns>
    public bool SavePosition(string name, string? expected, string value)
    {
        _sql.Step(expected is null ? _sql.BindTexts(LogSchema.NewPosition, name, value) : _sql.BindTexts(LogSchema.MovePosition, name, value, expected));
        return _sql.Changes == 1;
    }

    /// <summary>The positions whose names begin with a prefix.</summary>
    public Dictionary<string, string> Positions(string prefix) => _sql.All(
        _sql.BindTexts(LogSchema.Positions, prefix),
        row => (Name: raw.sqlite3_column_text(row, 0).utf8_to_string(), Value: raw.sqlite3_column_text(row, 1).utf8_to_string()))
        .ToDictionary(one => one.Name, one => one.Value);

    public void MakeTopic(string topic, int partitions) => _sql.Step(_sql.Bind(LogSchema.MakeTopic, topic, partitions));

    /// <returns>How many partitions the topic has, or null when there is none of that name.</returns>
    public int? Partitions(string topic) => _sql.First(_sql.Bind(LogSchema.TopicPartitions, topic)) switch
    {
        null => null,
        >= 1 and <= EventLogOptions.MostPartitions and var partitions => (int)partitions,
        var partitions => throw SqliteFault.Damaged(Path, string.Create(CultureInfo.InvariantCulture, $"it gives topic '{topic}' {partitions} partitions")),
    };

    /// <summary>The partitions of all topics.</summary>
    public IReadOnlyList<TopicPartition> AllPartitions() =>
        [.. _sql.All(LogSchema.Topics, row => raw.sqlite3_column_text(row, 0).utf8_to_string())
            .SelectMany(topic => Enumerable.Range(0, Partitions(topic) ?? 0).Select(number => new TopicPartition(topic, number)))];

    /// <summary>The lowest offset that some group of the partition has yet to read; null when no group has ever read it.</summary>
    public long? LowestCommitted(TopicPartition partition) => _sql.First(_sql.Bind(LogSchema.LowestCommitted, partition));

    /// <summary>The oldest batches of a partition: their offsets, the first offset after each, and when they were appended.</summary>
    public IReadOnlyList<(long Offset, long End, long AppendedAt)> Oldest(TopicPartition partition, int atMost) => _sql.All(
        _sql.Bind(LogSchema.Oldest, partition, atMost),
        row => (Offset: raw.sqlite3_column_int64(row, 0), End: raw.sqlite3_column_int64(row, 0)
        + raw.sqlite3_column_int64(row, 1), AppendedAt: raw.sqlite3_column_int64(row, 2)));

    /// <summary>Removes the batches before an offset, and notes it, unless a group has come that has yet to read some of them.</summary>
    /// <returns>Whether they are removed.</returns>
    public bool Remove(TopicPartition partition, long to)
    {
        var isRead = false;
        InTransaction(() =>
        {
            if (LowestCommitted(partition) < to) return;
            _sql.Step(_sql.Bind(LogSchema.Remove, partition, to));
            _sql.Step(_sql.Bind(LogSchema.NoteRemoved, partition, to));
            isRead = true;
        });
        return isRead;
    }

    /// <summary>Gives unused pages back to the file system, some at a time.</summary>
    public void Shrink(int pages) => _sql.Execute($"PRAGMA incremental_vacuum({pages})");

    /// <summary>Bytes in use.</summary>
    public long UsedBytes() => ((_sql.First("PRAGMA page_count") ?? 0) - (_sql.First("PRAGMA freelist_count") ?? 0)) * (_sql.First("PRAGMA page_size") ?? 0);

    public void Dispose()
    {
        _sql.Dispose();
        db.Dispose();
    }

    void Unpack(in StoredBatch batch, long? expected, long from, RecordBatch into)
    {
        if (batch.End == from && batch.End > batch.BaseOffset) return; // nothing new: nobody looks at its bytes again
        // A checksum over the whole row proves its place; without one, a batch in whose middle reading begins may lie over the one before it.
        if (!batch.ProvesItsPlace && batch.BaseOffset < from) expected ??= _sql.First(_sql.Bind(LogSchema.EndBefore, into.Partition, batch.BaseOffset));
        if (batch.BaseOffset < expected) throw new InvalidDataException($"it overlaps the one before it, which ends at offset {expected}");
        batch.Unpack(from, into);
        into.NextOffset = Math.Max(into.NextOffset, from); // it ended before what is wanted
    }

    DamagedRecordsException Damaged(TopicPartition partition, in StoredBatch batch, long from, InvalidDataException fault)
    {
        var next = _sql.First(_sql.Bind(LogSchema.After, partition, batch.BaseOffset)) ?? batch.End;
        return SqliteFault.Damaged(Path, partition, batch.BaseOffset, Math.Max(from + 1, next), fault.Message, fault);
    }
}
