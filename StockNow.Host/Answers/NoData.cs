using StockNow.Host.Display;

namespace StockNow.Host.Answers;

/// <summary>What is said over an empty lake.</summary>
static class NoData
{
    public const string InterimText = "No data yet: the first readings are on their way to the lake.";

    /// <summary>What is shown when no reading is selected.</summary>
    public const string OfSelection = "No data: no reading of the lake fits the selection. Look at --from, --to, --store and --product.";

    /// <summary>The lake holds nothing because nothing was sent, or because nothing that was sent was a reading.</summary>
    /// <param name="deadLetters">How many records the run has sent to the dead letters.</param>
    public static string Text(long deadLetters = 0) => deadLetters > 0
        ? $"No data: the lake holds no readings, and this run has sent {PeopleText.Count(deadLetters, "record")} to the dead letters. See why with `stocknow "
        + "dead-letters list`."
        : "No data yet: the lake holds no readings. Let the pipeline run with --stages=all, or replay a file with --Simulator:Replay:File=<file>, and ask "
        + "again.";
}
