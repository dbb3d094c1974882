namespace StockNow.Stages.Streaming;

/// <summary>Is notified by a session, from within its calls, of commits and rewinds.</summary>
public interface ICommitListener
{
    /// <summary>All that was processed since the last call belongs to one commit, which begins now. The one before it is over.</summary>
    void Committing();

    /// <summary>The commit that was begun last is done.</summary>
    /// <param name="took">How long it took.</param>
    void Committed(TimeSpan took);

    /// <summary>All that was processed since the last commit that is done is dropped, and will be processed again.</summary>
    void Rewound();
}
