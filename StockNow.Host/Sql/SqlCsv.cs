using StockNow.Host.Display;
using StockNow.Stages.Engines;

namespace StockNow.Host.Sql;

/// <summary>Rows as CSV by RFC 4180, as they come. No text in it is a formula for a spreadsheet.</summary>
sealed class SqlCsv(TextWriter output) : ISqlResult
{
    bool[] _isNumber = [];

    /// <inheritdoc/>
    public bool AsJson => false;

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<(string Name, bool IsNumber)> columns)
    {
        _isNumber = [.. columns.Select(column => column.IsNumber)];
        Write(columns.Select(column => CsvText.Field(column.Name)));
    }

    /// <inheritdoc/>
    public void Add(IReadOnlyList<string?> values) =>
        Write(values.Select((value, column) => value is null ? "" : _isNumber[column] ? value : CsvText.Field(value)));

    void Write(IEnumerable<string> cells)
    {
        output.Write(string.Join(',', cells));
        output.Write("\r\n");
    }
}
