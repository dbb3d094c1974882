using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Simulator.Replaying;

/// <summary>Warns of lines that are too long: of the first ones each, of the others by their number.</summary>
sealed class Refusals(int maxBytes, ILogger log)
{
    const int WarnedOneByOne = 10;

    /// <summary>Lines refused.</summary>
    public long Count { get; private set; }

    /// <summary>A line was refused.</summary>
    public void Add(string file, long line)
    {
        if (++Count <= WarnedOneByOne) log.LineRefused(line, file, maxBytes);
    }

    /// <summary>There will be no more.</summary>
    public void End()
    {
        if (Count > WarnedOneByOne) log.MoreLinesRefused(Count - WarnedOneByOne, maxBytes, Count);
    }
}
