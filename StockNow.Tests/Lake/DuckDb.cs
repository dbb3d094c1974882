using DuckDB.NET.Data;

namespace StockNow.Tests.Lake;

/// <summary>An independent reader of Parquet files as the judge.</summary>
static class DuckDb
{
    /// <summary>The rows of a query; <c>$files</c> in it stands for a call that reads all Parquet files below the folder.</summary>
    public static List<object?[]> Query(string folder, string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:;threads=1");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql.Replace("$files", $"read_parquet('{folder}/**/*.parquet', hive_partitioning=false)", StringComparison.Ordinal);
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            rows.Add([.. values.Select(value => value is DBNull ? null : value)]);
        }
        return rows;
    }

    public static long Count(string folder, string sql) => Convert.ToInt64(Query(folder, sql)[0][0], System.Globalization.CultureInfo.InvariantCulture);
}
