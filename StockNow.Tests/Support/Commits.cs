using StockNow.Stages.Streaming;

namespace StockNow.Tests.Support;

/// <summary>Commits as a session reports them, and a listener that records them.</summary>
static class Commits
{
    /// <summary>A commit from its begin to its end.</summary>
    public static void Commit(this ICommitListener listener)
    {
        listener.Committing();
        listener.Committed(TimeSpan.Zero);
    }
}

/// <summary>Notes what a session tells.</summary>
sealed class RecordedCommits : ICommitListener
{
    /// <summary>The calls in their order.</summary>
    public List<string> Calls { get; } = [];

    public void Committing() => Calls.Add("committing");

    public void Committed(TimeSpan took) => Calls.Add("committed");

    public void Rewound() => Calls.Add("rewound");
}
