using Microsoft.Data.Sqlite;
using SQLitePCL;
using StockNow.Stages.Hosting;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>Turns SQLite's result codes into faults that say what to do. Codes: sqlite.org/rescode.html.</summary>
static class SqliteFault
{
    public static Exception From(string file, SqliteException fault) => From(file, fault.SqliteErrorCode, fault.Message, fault);

    public static Exception From(string file, int code, string message, Exception? cause = null) => (code & 0xFF) switch
    {
        raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => Damaged(file, message, cause),
        raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM => new UnrecoverableException(
            $"The event log {file} cannot be opened for writing ({message}). Give this user the right to write its folder, or set DataFolder to another one.", cause),
        raw.SQLITE_FULL => new EventLogException(
            $"The disk that holds the event log {file} is full. Nothing is lost; work goes on by itself once there is room, or lower EventLog:Retention:MaxAge.", cause),
        raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new EventLogException(
            $"The event log {file} was kept locked by another process for over 30 s. Look for a stopped process that has it open.", cause),
        _ => new EventLogException($"The event log {file} failed: {message} (SQLite code {code}). See whether its disk is full or failing; work goes on by itself.", cause),
    };

    public static UnrecoverableException Damaged(string file, string what, Exception? cause = null) => new(
        $"The event log {file} is damaged: {what}. Move its folder away to begin anew, or save what can be read with: sqlite3 {file} .recover | sqlite3 rescued.db", cause);
}
