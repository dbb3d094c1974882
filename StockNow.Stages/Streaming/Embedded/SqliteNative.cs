using System.Runtime.InteropServices;
using SQLitePCL;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>What SQLite can tell and its .NET layer does not pass on.</summary>
static partial class SqliteNative
{
    const int HasMovedControl = 20; // SQLITE_FCNTL_HAS_MOVED

    /// <summary>Whether the open file no longer has its name: it was deleted, moved or replaced. Where the system does not allow that, always false.</summary>
    public static bool HasMoved(sqlite3 db)
    {
        var moved = 0;
        return sqlite3_file_control(db.DangerousGetHandle(), database: 0, HasMovedControl, ref moved) == raw.SQLITE_OK && moved != 0;
    }

    [LibraryImport("e_sqlite3")]
    private static partial int sqlite3_file_control(nint db, nint database, int control, ref int answer);
}
