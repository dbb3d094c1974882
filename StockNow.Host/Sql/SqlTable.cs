using Spectre.Console;
using StockNow.Host.Display;
using StockNow.Stages.Engines;

namespace StockNow.Host.Sql;

/// <summary>Rows as a table for people. It keeps its rows, so it shows only the first ones.</summary>
sealed class SqlTable(TextWriter output, int width) : ISqlResult
{
    /// <summary>The rows that are shown at most.</summary>
    public const int RowsShown = 1_000;

    readonly Table _table = new() { Border = TableBorder.Rounded };
    long _rows;

    /// <inheritdoc/>
    public bool AsJson => false;

    /// <inheritdoc/>
    public void Begin(IReadOnlyList<(string Name, bool IsNumber)> columns)
    {
        foreach (var (name, isNumber) in columns)
            _table.AddColumn(new TableColumn(new Text(PeopleText.Name(name))) { Alignment = isNumber ? Justify.Right : Justify.Left });
    }

    /// <inheritdoc/>
    public void Add(IReadOnlyList<string?> values)
    {
        if (++_rows <= RowsShown) _table.AddRow(values.Select(value => value is null ? new Text("") : new Text(PeopleText.OneLine(value))));
    }

    /// <summary>Writes the table.</summary>
    /// <returns>What is to be said below it.</returns>
    public string End()
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        console.Profile.Width = width;
        console.Write(_table);
        return _rows <= RowsShown ? $"{PeopleText.Count(_rows, "row")}."
            : $"The first {PeopleText.Count(RowsShown)} of {PeopleText.Count(_rows, "row")}; all of them: --output=csv or --output=json.";
    }
}
