using Microsoft.Data.Sqlite;
using StockNow.Stages.Base;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>Opens the log's file: to write it, which makes it or brings it up to this version, or only to look.</summary>
static class LogOpening
{
    const string Name = "stocknow.db";

    public static string PathIn(string folder) => Path.Combine(folder, Name);

    /// <summary>Whether there is a log in a folder.</summary>
    /// <exception cref="UnrecoverableException">This user cannot see that.</exception>
    public static bool IsIn(string folder)
    {
        try
        {
            File.GetAttributes(PathIn(folder));
            return true;
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException) { return false; }
        catch (UnauthorizedAccessException fault) { throw NotReadable(PathIn(folder), fault); }
    }

    /// <summary>Opens the log for writing, and makes it when there is none.</summary>
    public static async Task<LogFile> OpenOrMakeAsync(string folder, Durability durability, CancellationToken stop)
    {
        var file = PathIn(folder);
        try
        {
            Directory.CreateDirectory(folder);
            // Several processes may make the file at once, and turning to WAL does not wait for a lock.
            using var setUp = await Claim.TakeAsync(folder, "set-up", stop);
            if (!IsIn(folder)) Make(file, durability);
            return OpenToWrite(file, durability);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException) { throw SqliteFault.From(file, fault); }
    }

    /// <summary>Opens a log that must be there for writing.</summary>
    public static Task<LogFile> OpenAsync(string folder, Durability durability, CancellationToken stop) => IsIn(folder)
        ? OpenOrMakeAsync(folder, durability, stop)
        : throw new EventLogException($"There is no event log {PathIn(folder)}; it is made at start by the stages that read or write it.");

    /// <summary>Opens a log to look at it, as it is.</summary>
    /// <param name="file">What to open.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="isStill">Nobody writes it meanwhile, so that no lock and no shared memory is needed, which could not be had on read-only media.</param>
    public static LogFile OpenToRead(string file, string name, bool isStill)
    {
        var log = Connect(isStill ? $"file:{Escaped(file)}?immutable=1" : file, name, SqliteOpenMode.ReadOnly);
        return Ready(log, () => log.Execute(LogSchema.ReadPragmas));
    }

    /// <summary>Opens a log to find out whether it could be written, and touches nothing.</summary>
    public static void CheckWritable(string folder)
    {
        using var log = Connect(PathIn(folder), PathIn(folder), SqliteOpenMode.ReadWrite);
        if (!log.IsWritable) throw SqliteFault.From(PathIn(folder), SQLitePCL.raw.SQLITE_READONLY, "it is read-only for this user");
    }

    public static UnrecoverableException NotReadable(string file, Exception cause) => new(
        $"The event log {file} cannot be read by this user. Give it the right to read its folder and the files in it.", cause);

    // Under another name until it is whole: a log that is half made looks like a damaged one.
    static void Make(string file, Durability durability)
    {
        var half = file + ".new";
        Delete(half);
        try
        {
            var log = Connect(half, file, SqliteOpenMode.ReadWriteCreate);
            using (log)
            {
                log.Execute(LogSchema.Pragmas(durability));
                log.Execute($"BEGIN IMMEDIATE; {LogSchema.Make} PRAGMA user_version = {LogSchema.Version}; COMMIT");
                log.Execute("PRAGMA wal_checkpoint(TRUNCATE)"); // closing does it too, but does not say when the disk has no room for it
            }
            if (new FileInfo(half + "-wal") is { Exists: true, Length: > 0 })
                throw SqliteFault.From(file, SQLitePCL.raw.SQLITE_FULL, "it could not be written whole");
            File.Move(half, file);
        }
        catch
        {
            try { Delete(half); } // it holds room that others on a full disk need
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException) { } // the next attempt does it
            throw;
        }
    }

    static void Delete(string half)
    {
        foreach (var part in new[] { "", "-wal", "-shm", "-journal" }) File.Delete(half + part);
    }

    static LogFile OpenToWrite(string file, Durability durability)
    {
        var log = Connect(file, file, SqliteOpenMode.ReadWrite);
        return Ready(log, () =>
        {
            if (!log.IsWritable) throw SqliteFault.From(file, SQLitePCL.raw.SQLITE_READONLY, "it is read-only for this user");
            if (log.Version == 1) log.Execute($"BEGIN IMMEDIATE; {LogSchema.FromVersion1} PRAGMA user_version = {LogSchema.Version}; COMMIT");
            log.Execute(LogSchema.Pragmas(durability));
        });
    }

    static LogFile Ready(LogFile log, Action prepare)
    {
        try
        {
            log.Execute("PRAGMA busy_timeout = 30000");
            var version = log.Version;
            if (version == 0) throw SqliteFault.Damaged(log.Path, "it holds no event log");
            if (version > LogSchema.Version)
                throw new UnrecoverableException($"The event log {log.Path} was written by a later version of StockNow (format {version}; this one reads up "
                    + $"to {LogSchema.Version}). Use that version, or set DataFolder to another folder.");
            prepare();
            log.Check();
            return log;
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    static LogFile Connect(string source, string name, SqliteOpenMode mode)
    {
        var db = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = source, Mode = mode, Pooling = false }.ToString());
        try { db.Open(); }
        catch (SqliteException fault)
        {
            db.Dispose();
            throw SqliteFault.From(name, fault);
        }
        return new LogFile(name, db);
    }

    static string Escaped(string path) => string.Join('/', path.Split('/', '\\').Select(Uri.EscapeDataString));
}
