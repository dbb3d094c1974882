using System.Globalization;
using System.Net;
using System.Text;

namespace StockNow.Host.Answers;

/// <summary>Draws a column for each hour of the day, as SVG.</summary>
static class HtmlHours
{
    const int Width = 30, Height = 160, Top = 18, Labels = 20;

    /// <summary>The drawing, with a dashed line at 1.</summary>
    /// <param name="label">What the columns show, for readers who do not see them.</param>
    /// <param name="hours">The values by hour, 0 or more; shown in per cent.</param>
    public static string Draw(string label, IReadOnlyDictionary<int, decimal> hours)
    {
        var greatest = Math.Max(1, hours.Values.DefaultIfEmpty(1).Max());
        var svg = new StringBuilder();
        Add($"<svg viewBox=\"0 0 {24 * Width} {Top + Height + Labels}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(label)}\">\n");
        for (var hour = 0; hour < 24; hour++)
        {
            var middle = hour * Width + Width / 2;
            if (hours.TryGetValue(hour, out var value))
            {
                var high = value / greatest * Height;
                Add($"<rect x=\"{hour * Width + 4}\" y=\"{Top + Height - high:0.#}\" width=\"{Width - 8}\" height=\"{high:0.#}\"/>");
                Add($"<text x=\"{middle}\" y=\"{Top + Height - high - 4:0.#}\">{value * 100:0}</text>");
            }
            Add($"<text x=\"{middle}\" y=\"{Top + Height + 15}\">{hour:D2}</text>\n");
        }
        Add($"<path class=\"mark\" d=\"M0 {Top + Height - Height / greatest:0.#}H{24 * Width}\"/></svg>");
        return svg.ToString();

        void Add(FormattableString part) => svg.Append(part.ToString(CultureInfo.InvariantCulture));
    }
}
