using System.Globalization;
using System.Text;

namespace StockNow.Contracts.Topics;

/// <summary>Writes offsets for a person: neighbours joined, and no more than can be read.</summary>
public static class OffsetRanges
{
    const int ShownRanges = 12;

    /// <summary><c>3, 7-9, 12</c>, and how many more there are.</summary>
    /// <param name="offsets">Ascending.</param>
    /// <returns>The text, and the number of offsets.</returns>
    public static (string Text, long Count) Describe(IEnumerable<long> offsets)
    {
        var text = new StringBuilder();
        long count = 0, ranges = 0, notShown = 0;
        long? first = null;
        var last = 0L;
        foreach (var offset in offsets)
        {
            count++;
            if (first is not null && offset == last + 1)
            {
                last = offset;
                continue;
            }
            Close();
            first = last = offset;
        }
        Close();
        if (notShown > 0) text.Append(CultureInfo.InvariantCulture, $" and {notShown} more");
        return (text.ToString(), count);

        void Close()
        {
            if (first is not { } start) return;
            if (++ranges > ShownRanges)
            {
                notShown += last - start + 1;
                return;
            }
            if (text.Length > 0) text.Append(", ");
            text.Append(CultureInfo.InvariantCulture, $"{start}");
            if (last > start) text.Append(CultureInfo.InvariantCulture, $"-{last}");
        }
    }
}
