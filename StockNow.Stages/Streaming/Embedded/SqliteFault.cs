using Microsoft.Data.Sqlite;
using SQLitePCL;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>Turns SQLite's result codes into faults that say what to do. Codes: sqlite.org/rescode.html.</summary>
static class SqliteFault
{
    const int NoSpaceOnUnix = 28, DiskFullOnWindows = unchecked((int)0x80070070);
    const int ShortRead = raw.SQLITE_IOERR | (2 << 8), NoRoomToShare = raw.SQLITE_IOERR | (19 << 8); // SQLITE_IOERR_SHORT_READ, SQLITE_IOERR_SHMSIZE

    public static Exception From(string file, SqliteException fault) => From(file, fault.SqliteExtendedErrorCode, fault.Message, fault);

    /// <summary>A fault of the file system while the log was opened.</summary>
    public static Exception From(string file, Exception fault) =>
        From(file, IsFull(fault) ? raw.SQLITE_FULL : raw.SQLITE_CANTOPEN, fault.Message, fault);

    public static Exception From(string file, int code, string message, Exception? cause = null) => (code, code & 0xFF) switch
    {
        (_, raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB) or (ShortRead, _) => Damaged(file, message, cause),
        (_, raw.SQLITE_READONLY or raw.SQLITE_CANTOPEN or raw.SQLITE_PERM) => new LogNotWritableException(
            $"The event log {file} cannot be opened for writing ({Clause(message)}). Give this user the right to write its folder, or set DataFolder to "
            + "another one.", cause),
        (_, raw.SQLITE_FULL) or (NoRoomToShare, _) => new EventLogException(
            $"The disk that holds the event log {file} is full. Nothing is lost; work resumes by itself once there is room, or lower "
                + $"EventLog:Retention:MaxAge.", cause),
        (_, raw.SQLITE_BUSY or raw.SQLITE_LOCKED) => new EventLogException(
            $"The event log {file} was kept locked by another process for over 30 s. Look for a stopped process that has it open.", cause),
        _ => new EventLogException($"The event log {file} failed: {Clause(message)} (SQLite code {code}). See whether its disk is full or failing; work "
        + "resumes by itself.", cause),
    };

    public static DamagedLogException Damaged(string file, string what, Exception? cause = null) => new(DamagedText(file, what), cause);

    /// <summary>Records that can no longer be read.</summary>
    public static DamagedRecordsException Damaged(string file, TopicPartition partition, long offset, long next, string what, Exception? cause = null) =>
        new(partition, offset, next, DamagedText(file, $"the batch {partition}@{offset} cannot be read, {what}"), cause);

    /// <summary>The log is gone from under an open connection.</summary>
    public static UnrecoverableException Moved(string file) => new(
        $"The event log {file} was deleted, moved or replaced while it was in use, so what is written now would be lost. Put the file back and start again. "
        + $"{StartOver(file)}");

    public static bool IsFull(Exception fault) => fault.HResult is NoSpaceOnUnix or DiskFullOnWindows;

    static string DamagedText(string file, string what) =>
        $"The event log {file} is damaged: {Clause(what)}. Put it back from a copy, or save what can be read with: sqlite3 {file} .recover | sqlite3 "
        + $"rescued.db. {StartOver(file)}";

    // Without its log, the lake would get everything that is replayed a second time.
    static string StartOver(string file) => $"To start over, move the whole data folder {DataFolder(file)} away, not only the event log.";

    static string DataFolder(string file) => Path.GetDirectoryName(Path.GetDirectoryName(file)) is { Length: > 0 } folder ? folder : ".";

    static string Clause(string message) => message.TrimEnd('.', ' ');
}

/// <summary>This user may not write the log, which even a reader must in order to see what was committed last.</summary>
sealed class LogNotWritableException(string message, Exception? cause = null) : UnrecoverableException(message, cause);
