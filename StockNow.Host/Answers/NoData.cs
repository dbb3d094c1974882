namespace StockNow.Host.Answers;

/// <summary>What is said over an empty lake.</summary>
static class NoData
{
    public const string Text =
        "No data yet: the lake holds no readings. Let the pipeline run with --stages=all, or replay a file with --Simulator:Replay:File=<file>, and ask again.";

    public const string InterimText = "No data yet: the first readings are on their way to the lake.";
}
