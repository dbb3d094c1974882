using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>A connection's statements, each prepared once.</summary>
sealed class Statements(string file, SqliteConnection db) : IDisposable
{
    const int VirtualMachineSteps = 4; // SQLITE_STMTSTATUS_VM_STEP

    readonly Dictionary<string, sqlite3_stmt> _prepared = [];

    /// <summary>How many rows the last statement changed.</summary>
    public int Changes => raw.sqlite3_changes(db.Handle);

    public bool IsInTransaction => raw.sqlite3_get_autocommit(db.Handle) == 0;

    /// <summary>How much work SQLite has done so far, in its own steps: a measure that does not depend on the machine.</summary>
    public long Work => _prepared.Values.Sum(statement => (long)raw.sqlite3_stmt_status(statement, VirtualMachineSteps, 0));

    public sqlite3_stmt Bind(string sql, TopicPartition partition, params ReadOnlySpan<long> numbers)
    {
        var statement = Prepared(sql);
        raw.sqlite3_bind_text(statement, 1, partition.Topic);
        raw.sqlite3_bind_int64(statement, 2, partition.Partition);
        for (var i = 0; i < numbers.Length; i++) raw.sqlite3_bind_int64(statement, i + 3, numbers[i]);
        return statement;
    }

    public sqlite3_stmt Bind(string sql, string group, TopicPartition partition, params ReadOnlySpan<long> numbers)
    {
        var statement = Prepared(sql);
        raw.sqlite3_bind_text(statement, 1, group);
        raw.sqlite3_bind_text(statement, 2, partition.Topic);
        raw.sqlite3_bind_int64(statement, 3, partition.Partition);
        for (var i = 0; i < numbers.Length; i++) raw.sqlite3_bind_int64(statement, i + 4, numbers[i]);
        return statement;
    }

    public sqlite3_stmt Bind(string sql, string name, params ReadOnlySpan<long> numbers)
    {
        var statement = Prepared(sql);
        raw.sqlite3_bind_text(statement, 1, name);
        for (var i = 0; i < numbers.Length; i++) raw.sqlite3_bind_int64(statement, i + 2, numbers[i]);
        return statement;
    }

    public sqlite3_stmt BindTexts(string sql, params ReadOnlySpan<string> texts)
    {
        var statement = Prepared(sql);
        for (var i = 0; i < texts.Length; i++) raw.sqlite3_bind_text(statement, i + 1, texts[i]);
        return statement;
    }

    public void Step(string sql) => Step(Prepared(sql));

    public void Step(sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        if (code is not (raw.SQLITE_DONE or raw.SQLITE_ROW)) throw Failure();
    }

    /// <summary>The first column of the first row, as a number; null without a row or a value.</summary>
    public long? First(string sql) => First(Prepared(sql));

    public long? First(sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        long? value = code == raw.SQLITE_ROW && raw.sqlite3_column_type(statement, 0) != raw.SQLITE_NULL ? raw.sqlite3_column_int64(statement, 0) : null;
        raw.sqlite3_reset(statement);
        return code is raw.SQLITE_ROW or raw.SQLITE_DONE ? value : throw Failure();
    }

    /// <summary>All rows.</summary>
    public List<T> All<T>(string sql, Func<sqlite3_stmt, T> row) => All(Prepared(sql), row);

    public List<T> All<T>(sqlite3_stmt statement, Func<sqlite3_stmt, T> row)
    {
        var rows = new List<T>();
        try
        {
            while (HasRow(statement)) rows.Add(row(statement));
            return rows;
        }
        finally { raw.sqlite3_reset(statement); }
    }

    /// <summary>Steps to the next row. The caller resets the statement.</summary>
    public bool HasRow(sqlite3_stmt statement) => raw.sqlite3_step(statement) switch
    {
        raw.SQLITE_ROW => true,
        raw.SQLITE_DONE => false,
        _ => throw Failure(),
    };

    /// <summary>Runs statements that are not worth keeping.</summary>
    /// <remarks>Pragmas answer with rows that must be stepped to their end to take effect.</remarks>
    public void Execute(string sql)
    {
        using var command = db.CreateCommand();
        command.CommandText = sql;
        try
        {
            using var reader = command.ExecuteReader();
            do
                while (reader.Read()) { }
            while (reader.NextResult());
        }
        catch (SqliteException fault) { throw SqliteFault.From(file, fault); }
    }

    public void Dispose()
    {
        foreach (var statement in _prepared.Values) raw.sqlite3_finalize(statement);
        _prepared.Clear();
    }

    sqlite3_stmt Prepared(string sql)
    {
        ref var statement = ref CollectionsMarshal.GetValueRefOrAddDefault(_prepared, sql, out var known);
        if (known) return statement!;
        var code = raw.sqlite3_prepare_v3(db.Handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement);
        if (code == raw.SQLITE_OK) return statement;
        _prepared.Remove(sql);
        // The text of our statements is right, so it is the tables that are not.
        throw code == raw.SQLITE_ERROR ? SqliteFault.Damaged(file,
            $"its tables are not as StockNow made them ({raw.sqlite3_errmsg(db.Handle).utf8_to_string()})") : Failure();
    }

    Exception Failure() => SqliteFault.From(file, raw.sqlite3_extended_errcode(db.Handle), raw.sqlite3_errmsg(db.Handle).utf8_to_string());
}
