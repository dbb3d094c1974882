using System.Collections.Concurrent;
using DuckDB.NET.Data;
using StockNow.Contracts.Lake;
using StockNow.Stages.Lake.Rows;

namespace StockNow.Stages.Engines.DuckDb;

/// <summary>Reads the values of a data file by DuckDB, in the order in which they stand in it.</summary>
/// <remarks>Safe for concurrent use.</remarks>
sealed class DuckDbValueReader(DuckDbOptions options) : IValueReader, IDisposable
{
    const int AtOnce = 8192;

    static readonly string Columns =
        string.Join(", ", ReadingColumns.All.Select(name => name == ReadingColumns.Timestamp ? $"epoch_ms(\"{name}\")" : $"\"{name}\""));

    readonly ConcurrentBag<DuckDbSession> _sessions = [];

    /// <inheritdoc/>
    public Task<string> DigestAsync(string path, CancellationToken stop) => Task.Run(async () =>
    {
        var session = _sessions.TryTake(out var free) ? free : new DuckDbSession(options);
        try
        {
            var digests = new ColumnDigests();
            var values = ReadingColumns.All.Select((name, column) => ValuesOf(name, column, digests)).ToArray();
            var count = 0;
            await session.ReadAsync(
                $"SELECT {Columns} FROM read_parquet({DuckDbText.Literal(DuckDbText.ByTheLetter(path))}, hive_partitioning = false)",
                row =>
                {
                    foreach (var column in values) column.Take(row, count);
                    if (++count == AtOnce) Add();
                }, stop);
            Add();
            return digests.ToString();

            void Add()
            {
                foreach (var column in values) column.Add(count);
                count = 0;
            }
        }
        catch (DuckDBException fault) { throw new InvalidDataException($"cannot be read by DuckDB: {DuckDbText.Sentence(fault).TrimEnd('.')}", fault); }
        catch (InvalidCastException fault) { throw new InvalidDataException($"has a column of another type: {fault.Message.TrimEnd('.')}", fault); }
        finally
        {
            _sessions.Add(session);
        }
    }, stop);

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_sessions.TryTake(out var session)) session.Dispose();
    }

    static Values ValuesOf(string name, int column, ColumnDigests digests) => name switch
    {
        ReadingColumns.Quantity or ReadingColumns.Threshold or ReadingColumns.Partition =>
            new Values<int>(row => row.GetInt32(column), values => digests.Add(column, values.Span)),
        ReadingColumns.Timestamp or ReadingColumns.Offset => new Values<long>(row => row.GetInt64(column), values => digests.Add(column, values.Span)),
        ReadingColumns.Latitude or ReadingColumns.Longitude => new Values<double>(row => row.GetDouble(column), values => digests.Add(column, values.Span)),
        ReadingColumns.Alert => new Values<bool>(row => row.GetBoolean(column), values => digests.Add(column, values.Span)),
        _ => new Values<string?>(row => row.IsDBNull(column) ? null : row.GetString(column), values => digests.Add(column, values.Span)),
    };

    /// <summary>The next values of one column.</summary>
    abstract class Values
    {
        public abstract void Take(DuckDBDataReader row, int at);

        public abstract void Add(int count);
    }

    sealed class Values<T>(Func<DuckDBDataReader, T> read, Action<ReadOnlyMemory<T>> add) : Values
    {
        readonly T[] _values = new T[AtOnce];

        public override void Take(DuckDBDataReader row, int at) => _values[at] = read(row);

        public override void Add(int count) => add(_values.AsMemory(0, count));
    }
}
