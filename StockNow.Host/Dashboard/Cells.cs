using Spectre.Console;
using Spectre.Console.Rendering;
using StockNow.Host.Display;

namespace StockNow.Host.Dashboard;

/// <summary>The pieces that the blocks of the live view are made of.</summary>
internal static class Cells
{
    /// <summary>The quiet colour of titles of columns and of what is good to know.</summary>
    public static Style Quiet { get; } = new(Color.Grey);

    /// <summary>A text on one line; it may come from outside.</summary>
    public static Text Plain(string text, Style? style = null) => new(PeopleText.OneLine(text), style ?? Style.Plain) { Overflow = Overflow.Ellipsis };

    /// <summary>The title of a block.</summary>
    public static Text Title(string text) => Plain(text, new Style(decoration: Decoration.Bold));

    /// <summary>A table without lines, whose columns take the room that they need.</summary>
    /// <param name="columns">Their titles; an empty one has none.</param>
    /// <param name="right">The columns whose cells stand at the right.</param>
    public static Table Table(IReadOnlyList<string> columns, params ReadOnlySpan<string> right)
    {
        var table = new Table { Border = TableBorder.None, ShowHeaders = columns.Any(column => column.Length > 0) };
        foreach (var name in columns)
        {
            var column = new TableColumn(Plain(name, Quiet)) { Padding = new Padding(0, 0, 2, 0), NoWrap = true };
            table.AddColumn(right.Contains(name) ? column.RightAligned() : column);
        }
        return table;
    }

    /// <summary>Blocks one below the other, with an empty line between them.</summary>
    public static Rows Spaced(IEnumerable<IRenderable> blocks) =>
        new(blocks.SelectMany((block, index) => index == 0 ? [block] : new IRenderable[] { Text.Empty, block }));
}
