using Microsoft.Data.Sqlite;

namespace StockNow.Tests.Support;

/// <summary>Changes the file of the embedded log, as a fault does.</summary>
static class LogFileSql
{
    /// <summary>Runs a statement in the log of a data folder.</summary>
    public static void Execute(string dataFolder, string sql)
    {
        using var db = new SqliteConnection($"Data Source={Path.Combine(dataFolder, "event-log", "stocknow.db")};Pooling=false");
        db.Open();
        using var command = db.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>A number out of the log of a data folder.</summary>
    public static long Number(string dataFolder, string sql)
    {
        using var db = new SqliteConnection($"Data Source={Path.Combine(dataFolder, "event-log", "stocknow.db")};Pooling=false");
        db.Open();
        using var command = db.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
