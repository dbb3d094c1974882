using StockNow.Stages.Streaming;

namespace StockNow.Tests.Support;

/// <summary>Commits as a session would tell of them, and noted as they are told.</summary>
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
sealed class ToldCommits : ICommitListener
{
    /// <summary>In order: what was told.</summary>
    public List<string> Told { get; } = [];

    public void Committing() => Told.Add("committing");

    public void Committed(TimeSpan took) => Told.Add("committed");

    public void Rewound() => Told.Add("rewound");
}
