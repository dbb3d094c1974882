using StockNow.Contracts.Topics;
using StockNow.Stages.Base;

namespace StockNow.Stages.Streaming;

/// <summary>
/// The read-process-write loop that the filter and the handler share: each record is processed, and what it led to is committed, exactly once.
/// </summary>
static class ProcessingLoop
{
    /// <summary>Runs until the input is drained after the signal to drain; uncommitted work is left to the next run.</summary>
    /// <param name="log">The event log.</param>
    /// <param name="group">The consumer group.</param>
    /// <param name="topic">The topic to read.</param>
    /// <param name="outputs">The topics that the processor may produce to.</param>
    /// <param name="processor">What is done with each record.</param>
    /// <param name="signals">End the work.</param>
    /// <param name="failures">The records that the stage has failed on; null when it never gives one up.</param>
    /// <exception cref="EventLogException">The log failed; nothing uncommitted remains.</exception>
    /// <exception cref="RecordException">One record is at fault, as the message says.</exception>
    /// <exception cref="OperationCanceledException">The loop was stopped.</exception>
    public static async Task RunAsync(
        IEventLog log, string group, string topic, IReadOnlyCollection<string> outputs, IRecordProcessor processor, StageSignals signals,
        RecordFailures? failures = null)
    {
        var session = await log.OpenSessionAsync(group, topic, signals.Stop);
        await using (session)
        {
            await log.WaitUntilStableAsync(outputs, signals.Stop);
            var identity = await log.IdentityAsync(topic, signals.Stop);
            var sources = new Dictionary<TopicPartition, RecordSource>();
            session.Listener = processor;
            while (true)
            {
                signals.Stop.ThrowIfCancellationRequested();
                try
                {
                    // Before the read: only one that began after the signal has seen all that was sent before it.
                    var isDraining = signals.Drain.IsCancellationRequested;
                    var batch = await session.ReadAsync(signals.Stop);
                    if (batch.Count == 0 && isDraining && session.IsCaughtUp)
                    {
                        await session.CommitAsync(signals.Stop);
                        return;
                    }
                    var givenUp = batch.Count == 0 ? null : failures?.GivenUp(batch.Partition);
                    if (batch.Count > 0) Process(batch, SourceOf(batch.Partition), processor, givenUp, session);
                    if (givenUp is null) await session.CommitIfDueAsync(signals.Stop);
                    else await CommitPastAsync(batch, session, failures!, signals.Stop);
                }
                catch (SessionRewoundException) { } // what was dropped is read again
            }

            RecordSource SourceOf(TopicPartition partition)
            {
                if (!sources.TryGetValue(partition, out var source)) sources[partition] = source = new RecordSource(partition, identity);
                return source;
            }
        }
    }

    static void Process(RecordBatch batch, RecordSource source, IRecordProcessor processor, IReadOnlyDictionary<long, RecordException>? givenUp,
        IRecordOutput output)
    {
        for (var i = 0; i < batch.Count; i++)
        {
            var record = batch[i];
            try
            {
                if (givenUp is not null && givenUp.TryGetValue(record.Offset, out var last)) processor.GiveUp(record, source, last.Fault, output);
                else processor.Process(record, source, output);
            }
            catch (Exception fault) when (RecordException.IsAboutRecord(fault))
            {
                throw new RecordException(batch.Partition, record.Offset, fault.Message, fault);
            }
        }
    }

    // At once: what was given up is then known to be passed.
    static async Task CommitPastAsync(RecordBatch batch, IEventLogSession session, RecordFailures failures, CancellationToken stop)
    {
        var (partition, next) = (batch.Partition, batch.NextOffset);
        await session.CommitAsync(stop);
        failures.Passed(partition, next);
    }
}
