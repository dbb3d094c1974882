using DuckDB.NET.Data;
using StockNow.Contracts.Lake;
using StockNow.Stages.Lake.Rows;

namespace StockNow.Stages.Engines.DuckDb;

/// <summary>Reads the values of a data file by DuckDB, in the order in which they stand in it.</summary>
sealed class DuckDbValueReader(DuckDbOptions options) : IValueReader
{
    public Task<string> DigestAsync(string path, CancellationToken stop) => Task.Run(async () =>
    {
        try
        {
            using var session = new DuckDbSession(options);
            var digests = new ColumnDigests();
            for (var column = 0; column < ReadingColumns.All.Count; column++) await AddAsync(session, path, column, digests, stop);
            return digests.ToString();
        }
        catch (DuckDBException fault) { throw new InvalidDataException($"cannot be read by DuckDB: {DuckDbText.Sentence(fault).TrimEnd('.')}", fault); }
        catch (InvalidCastException fault) { throw new InvalidDataException($"has a column of another type: {fault.Message.TrimEnd('.')}", fault); }
    }, stop);

    static Task AddAsync(DuckDbSession session, string path, int column, ColumnDigests digests, CancellationToken stop)
    {
        var name = ReadingColumns.All[column];
        var value = name == ReadingColumns.Timestamp ? $"epoch_ms(\"{name}\")" : $"\"{name}\"";
        var sql = $"SELECT {value} FROM read_parquet({DuckDbText.Literal(DuckDbText.ByTheLetter(path))}, hive_partitioning = false)";
        return name switch
        {
            ReadingColumns.Quantity or ReadingColumns.Threshold or ReadingColumns.Partition =>
                session.ReadColumnAsync(sql, row => row.GetInt32(0), values => digests.Add(column, values.Span), stop),
            ReadingColumns.Timestamp or ReadingColumns.Offset =>
                session.ReadColumnAsync(sql, row => row.GetInt64(0), values => digests.Add(column, values.Span), stop),
            ReadingColumns.Latitude or ReadingColumns.Longitude =>
                session.ReadColumnAsync(sql, row => row.GetDouble(0), values => digests.Add(column, values.Span), stop),
            ReadingColumns.Alert => session.ReadColumnAsync(sql, row => row.GetBoolean(0), values => digests.Add(column, values.Span), stop),
            _ => session.ReadColumnAsync(sql, row => row.IsDBNull(0) ? null : row.GetString(0), values => digests.Add(column, values.Span), stop),
        };
    }
}
