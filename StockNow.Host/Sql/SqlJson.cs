using StockNow.Stages.Engines;

namespace StockNow.Host.Sql;

/// <summary>Rows as one JSON array of objects, as they come, a row on each line.</summary>
sealed class SqlJson(TextWriter output) : ISqlResult
{
    bool _hasRows;

    /// <inheritdoc/>
    public bool AsJson => true;

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<(string Name, bool IsNumber)> columns) => output.Write('[');

    /// <inheritdoc/>
    public void Add(IReadOnlyList<string?> values)
    {
        output.Write(_hasRows ? ",\n" : "\n");
        output.Write(values[0]);
        _hasRows = true;
    }

    /// <summary>Ends the array.</summary>
    public void End() => output.Write(_hasRows ? "\n]\n" : "]\n");
}
