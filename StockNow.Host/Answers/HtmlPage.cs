using System.Globalization;
using System.Net;
using System.Text;

namespace StockNow.Host.Answers;

/// <summary>
/// Builds one self-contained web page: no script, no font and no picture from elsewhere. It follows the reader's light or dark mode and prints.
/// </summary>
sealed class HtmlPage(string title)
{
    readonly StringBuilder _html = new();

    /// <summary>The head of the page.</summary>
    public void Header(params ReadOnlySpan<string> lines)
    {
        Add($"<header><h1>{Text(title)}</h1>");
        foreach (var line in lines) Add($"<p>{Text(line)}</p>");
        _html.Append("</header>\n");
    }

    /// <summary>A question and its answer; what shows it comes between this and <see cref="End"/>.</summary>
    public void Begin(string question, string answer) =>
        Add($"<section><h2>{Text(question)}</h2><p class=\"answer\">{Text(answer)}</p>\n");

    /// <summary>Ends a section.</summary>
    public void End() => _html.Append("</section>\n");

    /// <summary>A remark in a section.</summary>
    public void Note(string text) => Add($"<p class=\"note\">{Text(text)}</p>\n");

    /// <summary>A table: each row is a name, a bar where the table has bars, and numbers.</summary>
    /// <param name="name">The heading of the names.</param>
    /// <param name="columns">The further columns.</param>
    /// <param name="rows">The rows.</param>
    public void Table(string name, IReadOnlyList<HtmlColumn> columns, IReadOnlyList<HtmlRow> rows)
    {
        if (rows.Count == 0) return;
        var hasBars = rows.Any(row => row.Bar is not null);
        var chart = columns.Count > 4 ? "chart small" : "chart";
        Add($"<div class=\"wide\"><table><thead><tr><th scope=\"col\">{Text(name)}</th>");
        if (hasBars) Add($"<td class=\"{chart}\"></td>");
        foreach (var column in columns)
            Add($"<th scope=\"col\" class=\"{column.Class}\">{Text(column.Heading)}</th>");
        _html.Append("</tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            Add($"<tr><th scope=\"row\">{Text(row.Name)}</th>");
            if (hasBars) Add($"<td class=\"{chart}\">{BarOf(row.Bar ?? 0)}</td>");
            foreach (var (column, cell) in columns.Zip(row.Cells))
                Add($"<td class=\"{column.Class}\">{Text(cell)}</td>");
            _html.Append("</tr>\n");
        }
        _html.Append("</tbody></table></div>\n");
    }

    /// <summary>A drawing, such as that of <see cref="HtmlHours"/>.</summary>
    public void Draw(string svg) => Add($"<div class=\"wide\">{svg}</div>\n");

    /// <summary>The whole page.</summary>
    public override string ToString() => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Text(title)}</title>
        <style>
        {HtmlStyle.Text}
        </style>
        </head>
        <body>
        <main>
        {_html}</main>
        </body>
        </html>

        """;

    void Add(FormattableString html) => _html.Append(html.ToString(CultureInfo.InvariantCulture));

    static string Text(string text) => WebUtility.HtmlEncode(text);

    static string BarOf(decimal part) => part <= 0 ? "<div class=\"bar empty\" style=\"width:0\"></div>"
        : string.Create(CultureInfo.InvariantCulture, $"<div class=\"bar\" style=\"width:{Math.Min(part, 1) * 100:0.#}%\"></div>");
}

/// <summary>A column of a table, after the names and the bars.</summary>
/// <param name="Heading">Its heading.</param>
/// <param name="IsExtra">Whether narrow screens leave it out.</param>
/// <param name="IsText">Whether it holds words, which may wrap, and no numbers.</param>
sealed record HtmlColumn(string Heading, bool IsExtra = false, bool IsText = false)
{
    /// <summary>How it looks.</summary>
    public string Class => (IsText ? "text" : "number") + (IsExtra ? " extra" : "");
}

/// <summary>A row of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bar">The length of its bar from 0 to 1, or null.</param>
/// <param name="Cells">Its further cells.</param>
sealed record HtmlRow(string Name, decimal? Bar, params string[] Cells);
