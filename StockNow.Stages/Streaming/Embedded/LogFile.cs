using System.Numerics;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>One connection to the log's SQLite file, with its statements prepared once. It belongs to one thread at a time.</summary>
sealed class LogFile : IDisposable
{
    const string Name = "stocknow.db";

    readonly SqliteConnection _db;
    readonly Dictionary<string, sqlite3_stmt> _statements = [];

    LogFile(string file, SqliteConnection db)
    {
        Path = file;
        _db = db;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    public static string PathIn(string folder) => System.IO.Path.Combine(folder, Name);

    /// <summary>Opens the file, and makes it when there is none.</summary>
    public static async Task<LogFile> OpenAsync(string folder, Durability durability, TimeProvider clock, CancellationToken stop)
    {
        var file = PathIn(folder);
        try
        {
            Directory.CreateDirectory(folder);
            // Several processes may make the file at once, and turning to WAL does not wait for a lock.
            using var setUp = await Claim.TakeAsync(folder, "set-up", clock, stop).ConfigureAwait(false);
            return Open(file, durability);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
        {
            throw SqliteFault.From(file, raw.SQLITE_CANTOPEN, fault.Message, fault);
        }
    }

    static LogFile Open(string file, Durability durability)
    {
        var db = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        var log = new LogFile(file, db);
        try
        {
            db.Open();
            log.Execute(LogSchema.Pragmas(durability));
            var version = log.Number("PRAGMA user_version") ?? 0;
            if (version > LogSchema.Version) throw SqliteFault.Damaged(file, $"it was written by a later version of StockNow (format {version}, this one reads {LogSchema.Version})");
            if (version < LogSchema.Version) log.Execute($"BEGIN IMMEDIATE; {LogSchema.Tables} PRAGMA user_version = {LogSchema.Version}; COMMIT");
            return log;
        }
        catch (Exception fault)
        {
            log.Dispose();
            if (fault is SqliteException sqlite) throw SqliteFault.From(file, sqlite);
            throw;
        }
    }

    /// <summary>All of the work, or nothing.</summary>
    public void InTransaction(Action work)
    {
        Step("BEGIN IMMEDIATE");
        try
        {
            work();
            Step("COMMIT");
        }
        catch
        {
            if (raw.sqlite3_get_autocommit(_db.Handle) == 0) Step("ROLLBACK");
            throw;
        }
    }

    public void Append(TopicPartition to, long baseOffset, long appendedAt, in PackedBatch batch)
    {
        var statement = Bind(LogSchema.Append, to, baseOffset, batch.RecordCount, appendedAt, batch.Codec, batch.PlainLength, Checksum(batch.Bytes));
        raw.sqlite3_bind_blob(statement, 9, batch.Bytes);
        Step(statement);
    }

    public long EndOffset(TopicPartition partition) => First(Bind(LogSchema.End, partition)) ?? 0;

    public long StartOffset(TopicPartition partition) => First(Bind(LogSchema.Start, partition)) ?? 0;

    /// <summary>Adds records from an offset on to a batch, whole stored batches at a time, until it holds enough bytes.</summary>
    public void Read(TopicPartition partition, long from, int enoughBytes, RecordBatch into)
    {
        into.Reset(partition, from);
        var statement = Bind(LogSchema.Read, partition, from);
        try
        {
            while (into.ByteCount < enoughBytes)
            {
                var code = raw.sqlite3_step(statement);
                if (code == raw.SQLITE_DONE) return;
                if (code != raw.SQLITE_ROW) throw Failure();
                Unpack(statement, from, into);
            }
        }
        finally { raw.sqlite3_reset(statement); }
    }

    /// <summary>Whether there are records from an offset on.</summary>
    public bool HasRecords(TopicPartition partition, long from) => EndOffset(partition) > from;

    public void Register(string group, TopicPartition partition, long next) => Step(Bind(LogSchema.Register, group, partition, next));

    public long? Committed(string group, TopicPartition partition) => First(Bind(LogSchema.Committed, group, partition));

    /// <returns>Whether the group's offset was still the expected one.</returns>
    public bool Advance(string group, TopicPartition partition, long expected, long next)
    {
        Step(Bind(LogSchema.Advance, group, partition, expected, next));
        return raw.sqlite3_changes(_db.Handle) == 1;
    }

    public void SavePosition(string name, long value) => Step(Bind(LogSchema.SavePosition, name, value));

    public long? Position(string name) => First(Bind(LogSchema.Position, name));

    public void MakeTopic(string topic, int partitions) => Step(Bind(LogSchema.MakeTopic, topic, partitions));

    /// <returns>How many partitions the topic has, or null when there is none of that name.</returns>
    public int? Partitions(string topic) => (int?)First(Bind(LogSchema.TopicPartitions, topic));

    public string ClusterId()
    {
        using var command = _db.CreateCommand();
        command.CommandText = "SELECT cluster_id FROM identity";
        try { return (string)command.ExecuteScalar()!; }
        catch (SqliteException fault) { throw SqliteFault.From(Path, fault); }
    }

    /// <returns>How many batches were forgotten.</returns>
    public int Forget(long appendedBefore, int atMost)
    {
        var statement = Statement(LogSchema.Forget);
        raw.sqlite3_bind_int64(statement, 1, appendedBefore);
        raw.sqlite3_bind_int64(statement, 2, atMost);
        Step(statement);
        return raw.sqlite3_changes(_db.Handle);
    }

    /// <summary>Gives unused pages back to the file system, some at a time.</summary>
    public void Shrink(int pages) => Execute($"PRAGMA incremental_vacuum({pages})");

    /// <summary>Bytes in use.</summary>
    public long UsedBytes() => ((Number("PRAGMA page_count") ?? 0) - (Number("PRAGMA freelist_count") ?? 0)) * (Number("PRAGMA page_size") ?? 0);

    public void Dispose()
    {
        foreach (var statement in _statements.Values) raw.sqlite3_finalize(statement);
        _db.Dispose();
    }

    void Unpack(sqlite3_stmt row, long from, RecordBatch into)
    {
        var baseOffset = raw.sqlite3_column_int64(row, 0);
        var stored = raw.sqlite3_column_blob(row, 6); // SQLite's own memory, valid until the next step
        if (Checksum(stored) != raw.sqlite3_column_int64(row, 5)) throw Broken(into.Partition, baseOffset, "its checksum does not match");
        try
        {
            BatchCodec.Unpack(stored, raw.sqlite3_column_int(row, 3), raw.sqlite3_column_int(row, 4), baseOffset, raw.sqlite3_column_int(row, 1),
                raw.sqlite3_column_int64(row, 2), from, into);
        }
        catch (InvalidDataException fault) { throw Broken(into.Partition, baseOffset, fault.Message); }
    }

    UnrecoverableException Broken(TopicPartition partition, long baseOffset, string what) => SqliteFault.Damaged(Path, $"the batch {partition}@{baseOffset} cannot be read, {what}");

    static long Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes)) sum = BitOperations.Crc32C(sum, word);
        foreach (var rest in bytes[(bytes.Length & ~7)..]) sum = BitOperations.Crc32C(sum, rest);
        return sum ^ uint.MaxValue;
    }

    // Pragmas answer with rows that must be stepped to their end to take effect.
    void Execute(string sql)
    {
        using var command = _db.CreateCommand();
        command.CommandText = sql;
        try
        {
            using var reader = command.ExecuteReader();
            do
                while (reader.Read()) { }
            while (reader.NextResult());
        }
        catch (SqliteException fault) { throw SqliteFault.From(Path, fault); }
    }

    long? Number(string sql) => First(Statement(sql));

    sqlite3_stmt Statement(string sql)
    {
        ref var statement = ref CollectionsMarshal.GetValueRefOrAddDefault(_statements, sql, out var known);
        if (!known && raw.sqlite3_prepare_v3(_db.Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement) != raw.SQLITE_OK)
        {
            _statements.Remove(sql);
            throw Failure();
        }
        return statement!;
    }

    sqlite3_stmt Bind(string sql, TopicPartition partition, params ReadOnlySpan<long> numbers)
    {
        var statement = Statement(sql);
        raw.sqlite3_bind_text(statement, 1, partition.Topic);
        raw.sqlite3_bind_int64(statement, 2, partition.Partition);
        for (var i = 0; i < numbers.Length; i++) raw.sqlite3_bind_int64(statement, i + 3, numbers[i]);
        return statement;
    }

    sqlite3_stmt Bind(string sql, string group, TopicPartition partition, params ReadOnlySpan<long> numbers)
    {
        var statement = Statement(sql);
        raw.sqlite3_bind_text(statement, 1, group);
        raw.sqlite3_bind_text(statement, 2, partition.Topic);
        raw.sqlite3_bind_int64(statement, 3, partition.Partition);
        for (var i = 0; i < numbers.Length; i++) raw.sqlite3_bind_int64(statement, i + 4, numbers[i]);
        return statement;
    }

    sqlite3_stmt Bind(string sql, string name, params ReadOnlySpan<long> numbers)
    {
        var statement = Statement(sql);
        raw.sqlite3_bind_text(statement, 1, name);
        for (var i = 0; i < numbers.Length; i++) raw.sqlite3_bind_int64(statement, i + 2, numbers[i]);
        return statement;
    }

    void Step(string sql) => Step(Statement(sql));

    void Step(sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        if (code is not (raw.SQLITE_DONE or raw.SQLITE_ROW)) throw Failure();
    }

    long? First(sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        long? value = code == raw.SQLITE_ROW ? raw.sqlite3_column_int64(statement, 0) : null;
        raw.sqlite3_reset(statement);
        return code is raw.SQLITE_ROW or raw.SQLITE_DONE ? value : throw Failure();
    }

    Exception Failure() => SqliteFault.From(Path, raw.sqlite3_extended_errcode(_db.Handle), raw.sqlite3_errmsg(_db.Handle).utf8_to_string());
}
