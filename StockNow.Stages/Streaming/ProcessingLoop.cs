using StockNow.Stages.Hosting;

namespace StockNow.Stages.Streaming;

/// <summary>The read-process-write loop that the filter and the handler share: each record is processed, and what it led to is committed, exactly once.</summary>
public static class ProcessingLoop
{
    /// <summary>Runs until the input is drained after the signal to drain, or until it is stopped; uncommitted work is left to the next run.</summary>
    /// <param name="log">The event log.</param>
    /// <param name="group">The consumer group.</param>
    /// <param name="topic">The topic to read.</param>
    /// <param name="outputs">The topics that the processor may produce to.</param>
    /// <param name="processor">What is done with each record.</param>
    /// <param name="signals">End the work.</param>
    /// <exception cref="EventLogException">The log failed; nothing uncommitted is left behind.</exception>
    public static async Task RunAsync(IEventLog log, string group, string topic, IReadOnlyCollection<string> outputs, IRecordProcessor processor, StageSignals signals)
    {
        var session = await log.OpenSessionAsync(group, topic, signals.Stop).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            await log.WaitUntilSettledAsync(outputs, signals.Stop).ConfigureAwait(false);
            session.Listener = processor;
            while (!signals.Stop.IsCancellationRequested)
            {
                try
                {
                    var batch = await session.ReadAsync(signals.Stop).ConfigureAwait(false);
                    if (batch.Count == 0 && signals.Drain.IsCancellationRequested && session.IsCaughtUp)
                    {
                        await session.CommitAsync(signals.Stop).ConfigureAwait(false);
                        return;
                    }
                    for (var i = 0; i < batch.Count; i++)
                        processor.Process(batch[i], batch.Partition, session);
                    await session.CommitIfDueAsync(signals.Stop).ConfigureAwait(false);
                }
                catch (SessionRewoundException) { } // what was dropped is read again
            }
        }
    }
}
