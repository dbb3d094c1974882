namespace StockNow.Stages.Streaming;

/// <summary>What to ask of a log before the first record is written.</summary>
static class StableTopics
{
    /// <summary>Waits until nothing is open in topics that are about to be written to.</summary>
    /// <remarks>
    /// To open a writer or a session ends what the one before it has left open. What is open all the same may be a transaction whose end the brokers have
    /// forgotten, and the next commit would end it too, whatever became of the offsets that belong to it: docs/decisions/0013-forgotten-markers.md.
    /// </remarks>
    /// <exception cref="EventLogException">A transaction does not end.</exception>
    public static async Task WaitUntilStableAsync(this IEventLogInspector log, IEnumerable<string> topics, CancellationToken stop)
    {
        foreach (var topic in topics) await log.DescribeStableAsync(topic, stop);
    }
}
