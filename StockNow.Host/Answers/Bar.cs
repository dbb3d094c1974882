namespace StockNow.Host.Answers;

/// <summary>A horizontal bar of block characters, to an eighth of a character.</summary>
static class Bar
{
    const string Eighths = "▏▎▍▌▋▊▉█";

    /// <summary>A bar as long as the value's share of the greatest one. What is more than nothing shows at least an eighth.</summary>
    /// <param name="value">0 or more.</param>
    /// <param name="greatest">The value of a full bar.</param>
    /// <param name="width">A full bar's characters.</param>
    public static string Of(decimal value, decimal greatest, int width)
    {
        if (value <= 0 || greatest <= 0) return "";
        var eighths = Math.Clamp((int)Math.Round(value / greatest * width * 8), 1, width * 8);
        return new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : Eighths[eighths % 8 - 1].ToString());
    }
}
