using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace StockNow.Host.Answers;

/// <summary>Headings, sentences and tables of columns, laid out for one width.</summary>
sealed class Page
{
    const int Gap = 2;

    readonly StringWriter _text;
    readonly IAnsiConsole _console;
    readonly bool _colours;

    public Page(StringWriter text, int width, bool colours)
    {
        (_text, _colours) = (text, colours);
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(text),
            Ansi = colours ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = colours ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            // They would look at the environment again and may turn colours on.
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        _console.Profile.Width = width;
    }

    /// <summary>What was written so far, without spaces at the ends of lines.</summary>
    public string Text => _colours ? _text.ToString() : string.Join('\n', _text.ToString().Split('\n').Select(line => line.TrimEnd()));

    public void Head(string heading)
    {
        if (_text.GetStringBuilder().Length > 0) _console.WriteLine();
        _console.WriteLine(heading, new Style(Color.Aqua, decoration: Decoration.Bold));
    }

    public void Say(string sentence) => _console.WriteLine(sentence);

    /// <summary>A table, indented. When a line has too little room, the names give way.</summary>
    public void Rows(IReadOnlyList<Column> columns, IEnumerable<string[]> rows)
    {
        var lines = columns.Any(column => column.Heading.Length > 0) ? rows.Prepend([.. columns.Select(column => column.Heading)]).ToList() : rows.ToList();
        var widths = columns.Select((_, index) => lines.Max(line => Cells(line[index]))).ToArray();
        widths[0] = Math.Clamp(_console.Profile.Width - widths.Skip(1).Sum() - Gap * columns.Count, 1, widths[0]);

        var grid = new Grid();
        foreach (var (column, width) in columns.Zip(widths))
            grid.AddColumn(new GridColumn { Width = width, Alignment = column.Alignment, Padding = new Padding(Gap, 0, 0, 0), NoWrap = true });
        foreach (var line in lines)
            grid.AddRow([.. line.Select((cell, index) => new Spectre.Console.Text(Cut(cell, widths[index]), columns[index].Style))]);
        _console.Write(grid);
    }

    // The library would break a long name between its words.
    static string Cut(string text, int width)
    {
        if (Cells(text) <= width) return text;
        var cut = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (Cells($"{cut}{rune}…") > width) break;
            cut.Append(rune);
        }
        return $"{cut}…";
    }

    static int Cells(string text) => new Segment(text).CellCount();
}

/// <summary>A column of a table.</summary>
sealed record Column(string Heading, Justify Alignment, Style Style)
{
    /// <summary>A column of bars.</summary>
    public static Column Bar { get; } = new("", Justify.Left, new Style(Color.Green));

    /// <summary>A column of names; always the first one.</summary>
    public static Column Name(string heading) => new(heading, Justify.Left, Style.Plain);

    /// <summary>A column of numbers, which end at the same place.</summary>
    public static Column Number(string heading) => new(heading, Justify.Right, Style.Plain);
}
