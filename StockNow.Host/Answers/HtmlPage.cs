using System.Globalization;
using System.Net;
using System.Text;

namespace StockNow.Host.Answers;

/// <summary>Builds one self-contained web page: no script, no font and no picture from elsewhere. It follows the reader's light or dark mode and prints.</summary>
sealed class HtmlPage(string title)
{
    const string Style = """
        :root { color-scheme: light dark; --text: #1c2733; --soft: #5b6b7b; --line: #d9e0e7; --back: #f5f7f9; --card: #ffffff; --bar: #1f7a8c; --less: #8fb8c2; }
        @media (prefers-color-scheme: dark) {
          :root { --text: #e6edf3; --soft: #9fb0c0; --line: #2d3a47; --back: #10161d; --card: #18212b; --bar: #4fb3c6; --less: #35616b; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
        h1 { margin: 0; font-size: 1.75rem; }
        h2 { margin: 0; font-size: 1.15rem; }
        header p, .note { margin: .25rem 0 0; color: var(--soft); }
        section { margin-top: 1.25rem; padding: 1.25rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
        .answer { margin: .25rem 0 1rem; font-size: 1.05rem; overflow-wrap: anywhere; }
        .wide { overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; }
        th, td { padding: .3rem .5rem; border-bottom: 1px solid var(--line); text-align: left; font-weight: normal; }
        thead th { color: var(--soft); font-size: .85rem; vertical-align: bottom; }
        tbody th { overflow-wrap: anywhere; min-width: 6rem; }
        .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .chart { width: 35%; min-width: 5rem; }
        .bar { height: .9rem; min-width: 2px; background: var(--bar); border-radius: 2px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
        .empty { min-width: 0; }
        svg { display: block; width: 100%; height: auto; min-width: 34rem; }
        svg rect { fill: var(--bar); }
        svg .mark { fill: none; stroke: var(--soft); stroke-dasharray: 4 3; }
        svg text { fill: var(--soft); font-size: 11px; text-anchor: middle; }
        @media (max-width: 40rem) { section { padding: 1rem .75rem; } .extra { display: none; } }
        @media print {
          :root { --text: #000; --soft: #444; --line: #bbb; --back: #fff; --card: #fff; --bar: #1f7a8c; }
          body { font-size: 11pt; } main { max-width: none; padding: 0; } section { border: 0; padding: .5rem 0; } tr, svg, h2, .answer { break-inside: avoid; }
          h2, .answer { break-after: avoid; }
        }
        """;

    readonly StringBuilder _html = new();

    /// <summary>The head of the page.</summary>
    public void Header(params ReadOnlySpan<string> lines)
    {
        _html.Append(CultureInfo.InvariantCulture, $"<header><h1>{Text(title)}</h1>");
        foreach (var line in lines) _html.Append(CultureInfo.InvariantCulture, $"<p>{Text(line)}</p>");
        _html.Append("</header>\n");
    }

    /// <summary>A question and its answer; what shows it comes between this and <see cref="End"/>.</summary>
    public void Begin(string question, string answer) =>
        _html.Append(CultureInfo.InvariantCulture, $"<section><h2>{Text(question)}</h2><p class=\"answer\">{Text(answer)}</p>\n");

    /// <summary>Ends a section.</summary>
    public void End() => _html.Append("</section>\n");

    /// <summary>A remark in a section.</summary>
    public void Note(string text) => _html.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">{Text(text)}</p>\n");

    /// <summary>A table: each row is a name, a bar where the table has bars, and numbers.</summary>
    /// <param name="name">The heading of the names.</param>
    /// <param name="columns">The headings of the numbers; narrow screens leave out those that begin with '-'.</param>
    /// <param name="rows">The rows.</param>
    public void Table(string name, IReadOnlyList<string> columns, IReadOnlyList<HtmlRow> rows)
    {
        if (rows.Count == 0) return;
        var hasBars = rows.Any(row => row.Bar is not null);
        _html.Append(CultureInfo.InvariantCulture, $"<div class=\"wide\"><table><thead><tr><th scope=\"col\">{Text(name)}</th>");
        if (hasBars) _html.Append("<td class=\"chart\"></td>");
        foreach (var column in columns)
            _html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\" class=\"number{Extra(column)}\">{Text(column.TrimStart('-'))}</th>");
        _html.Append("</tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            _html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"row\">{Text(row.Name)}</th>");
            if (hasBars) _html.Append(CultureInfo.InvariantCulture, $"<td class=\"chart\">{BarOf(row.Bar ?? 0)}</td>");
            foreach (var (column, cell) in columns.Zip(row.Cells))
                _html.Append(CultureInfo.InvariantCulture, $"<td class=\"number{Extra(column)}\">{Text(cell)}</td>");
            _html.Append("</tr>\n");
        }
        _html.Append("</tbody></table></div>\n");
    }

    /// <summary>A column for each hour of the day, with a line at 1.</summary>
    /// <param name="label">What the columns show, for readers who do not see them.</param>
    /// <param name="hours">The values by hour, 0 or more.</param>
    public void Hours(string label, IReadOnlyDictionary<int, decimal> hours)
    {
        const int Width = 30, Height = 160, Top = 18;
        var greatest = Math.Max(1, hours.Values.DefaultIfEmpty(1).Max());
        _html.Append(CultureInfo.InvariantCulture, $"<div class=\"wide\"><svg viewBox=\"0 0 {24 * Width} {Height + Top + 20}\" role=\"img\" aria-label=\"{Text(label)}\">\n");
        for (var hour = 0; hour < 24; hour++)
        {
            var middle = hour * Width + Width / 2;
            if (hours.TryGetValue(hour, out var value))
            {
                var high = value / greatest * Height;
                _html.Append(CultureInfo.InvariantCulture, $"<rect x=\"{hour * Width + 4}\" y=\"{Top + Height - high:0.#}\" width=\"{Width - 8}\" height=\"{high:0.#}\"/>");
                _html.Append(CultureInfo.InvariantCulture, $"<text x=\"{middle}\" y=\"{Top + Height - high - 4:0.#}\">{value * 100:0}</text>");
            }
            _html.Append(CultureInfo.InvariantCulture, $"<text x=\"{middle}\" y=\"{Top + Height + 15}\">{hour:D2}</text>\n");
        }
        var mark = Top + Height - Height / greatest;
        _html.Append(CultureInfo.InvariantCulture, $"<path class=\"mark\" d=\"M0 {mark:0.#}H{24 * Width}\"/></svg></div>\n");
    }

    /// <summary>The whole page.</summary>
    public override string ToString() => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{Text(title)}</title>
        <style>
        {Style}
        </style>
        </head>
        <body>
        <main>
        {_html}</main>
        </body>
        </html>

        """;

    static string Text(string text) => WebUtility.HtmlEncode(text);

    static string Extra(string column) => column.StartsWith('-') ? " extra" : "";

    static string BarOf(decimal part) => part <= 0 ? "<div class=\"bar empty\" style=\"width:0\"></div>"
        : string.Create(CultureInfo.InvariantCulture, $"<div class=\"bar\" style=\"width:{Math.Min(part, 1) * 100:0.#}%\"></div>");
}

/// <summary>A row of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bar">The length of its bar from 0 to 1, or null.</param>
/// <param name="Cells">Its numbers.</param>
sealed record HtmlRow(string Name, decimal? Bar, params string[] Cells);
