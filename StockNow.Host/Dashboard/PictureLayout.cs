namespace StockNow.Host.Dashboard;

/// <summary>What fits on a terminal, and how much of each block. What needs a person gets its room first, then the stages, then what is good to know.</summary>
/// <param name="IsWide">Whether the stages stand beside the shelves instead of below them.</param>
/// <param name="ShowsRates">Whether the table of the stages has room for rates.</param>
/// <param name="ShowsThreshold">Whether the table of the shelves has room for thresholds.</param>
/// <param name="Attention">Lines of what needs attention.</param>
/// <param name="Shelves">Rows of shelves to refill.</param>
/// <param name="Refilled">Rows of refilled shelves.</param>
/// <param name="Answers">Lines of answers.</param>
internal sealed record PictureLayout(bool IsWide, bool ShowsRates, bool ShowsThreshold, int Attention, int Shelves, int Refilled, int Answers)
{
    const int WideFrom = 140, RatesFrom = 70, ThresholdFrom = 72, Gap = 1, Title = 1, Header = 1, LeastShelves = 3, MostRefilled = 10;

    /// <summary>Whether a terminal has room for two columns of blocks.</summary>
    public static bool IsWideAt(int width) => width >= WideFrom;

    /// <summary>Decides. Pure.</summary>
    /// <param name="width">Characters of a line.</param>
    /// <param name="height">Lines of the terminal.</param>
    /// <param name="wanted">How many lines each block has to show.</param>
    public static PictureLayout For(int width, int height, PictureLines wanted)
    {
        var isWide = IsWideAt(width);
        // One line for the title of the picture, one for the cursor below it.
        var room = height - 2;
        var attention = Math.Min(wanted.Attention, Math.Max(1, room / 5));
        if (attention > 0) room -= attention + Gap;
        if (!isWide) room -= Gap + wanted.Stages;
        var reserve = wanted.Shelves == 0 ? 0 : Gap + Title + Header + Math.Min(wanted.Shelves, LeastShelves);
        var answers = isWide ? wanted.Answers : Fits(ref room, wanted.Answers, reserve);
        var shelves = Math.Clamp(room - Gap - Title - Header, 0, wanted.Shelves);
        room -= Gap + Title + (shelves > 0 ? Header + shelves : 0);
        var refilled = room > Gap + Title ? Math.Min(Math.Min(wanted.Refilled, MostRefilled), room - Gap - Title) : 0;
        return new PictureLayout(isWide, width >= RatesFrom, width >= ThresholdFrom, attention, shelves, refilled, answers);
    }

    // A block is shown whole or not at all.
    static int Fits(ref int room, int lines, int reserve)
    {
        if (lines == 0 || room - reserve < lines + Gap) return 0;
        room -= lines + Gap;
        return lines;
    }
}

/// <summary>How many lines each block has to show.</summary>
/// <param name="Attention">What needs attention.</param>
/// <param name="Shelves">Shelves to refill.</param>
/// <param name="Refilled">Refilled shelves.</param>
/// <param name="Stages">Stages and what belongs to them.</param>
/// <param name="Answers">Answers.</param>
internal sealed record PictureLines(int Attention, int Shelves, int Refilled, int Stages, int Answers);
