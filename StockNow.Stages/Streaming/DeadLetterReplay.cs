using System.Text;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;

namespace StockNow.Stages.Streaming;

/// <summary>Sends dead letters back to the topics they came from, each once: how far it came is committed with what it sent. What is sent names its dead letter as its source.</summary>
public sealed class DeadLetterReplay(IEventLog log)
{
    const long EnoughPendingBytes = 1024 * 1024;
    static readonly string[] TopicsThatStagesRead = [TopicNames.Input, TopicNames.Alerts];

    readonly HeaderWriter _headers = new();
    readonly List<string> _topics = [];

    /// <summary>Sends those that were not sent back before.</summary>
    /// <param name="again">Whether to begin at the first one, whatever was sent before.</param>
    /// <param name="skipped">Told of each that has no topic to go back to, because another program wrote it; it stays where it is and is not tried again.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="stop">Ends the work; what was committed stays sent.</param>
    /// <returns>How many were sent.</returns>
    /// <exception cref="EventLogException">The log failed; a later call goes on where this one ended.</exception>
    public async Task<long> RunAsync(bool again, Action<SkippedDeadLetter> skipped, Action<Progress> progress, CancellationToken stop)
    {
        var partitions = await log.DescribeSettledAsync(TopicNames.DeadLetters, stop).ConfigureAwait(false);
        if (partitions.Count == 0) return 0;
        _topics.Clear();
        foreach (var topic in TopicsThatStagesRead)
            if ((await log.DescribeAsync(topic, stop).ConfigureAwait(false)).Count > 0) _topics.Add(topic);
        long sent = 0, done = 0;
        var writer = await log.OpenWriterAsync("dead-letter-replay", stop).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            await log.WaitUntilSettledAsync(_topics, stop).ConfigureAwait(false);
            var reached = new long[partitions.Count];
            for (var i = 0; i < reached.Length; i++) reached[i] = await ReachedAsync(partitions[i], stop).ConfigureAwait(false);
            var total = partitions.Zip(reached, (partition, to) => partition.End - (again ? partition.Start : to)).Sum();
            foreach (var (partition, to) in partitions.Zip(reached))
            {
                await foreach (var batch in log.ScanAsync(partition.Partition, again ? partition.Start : to, partition.End, stop).ConfigureAwait(false))
                {
                    for (var i = 0; i < batch.Count; i++)
                    {
                        if (TopicOf(batch[i]) is not { } topic) skipped(new SkippedDeadLetter(batch.Partition, batch[i].Offset, SourceTopicOf(batch[i])));
                        else
                        {
                            SendBack(batch[i], batch.Partition, topic, isAgain: batch[i].Offset < to, writer);
                            sent++;
                        }
                        if (writer.PendingBytes >= EnoughPendingBytes) await CommitAsync(batch[i].Offset + 1).ConfigureAwait(false);
                    }
                    await CommitAsync(batch.NextOffset).ConfigureAwait(false);
                    done += batch.Count;
                    progress(new Progress("replaying dead letters", (double)done / total, null));
                }

                // Never back: what was sent before is not sent once more by the next call because this one was stopped.
                Task CommitAsync(long next)
                {
                    writer.SavePosition(PositionOf(partition), Math.Max(next, to));
                    return writer.CommitAsync(stop);
                }
            }
        }
        return sent;
    }

    async Task<long> ReachedAsync(PartitionState partition, CancellationToken stop) =>
        Math.Clamp(await log.PositionAsync(PositionOf(partition), stop).ConfigureAwait(false) ?? 0, partition.Start, partition.End);

    static string PositionOf(PartitionState partition) => $"dead-letter-replay/{partition.Partition.Partition}";

    void SendBack(in LogRecord deadLetter, TopicPartition partition, string topic, bool isAgain, IEventLogWriter writer)
    {
        _headers.Clear().AddSource(partition, deadLetter.Offset);
        if (isAgain) _headers.Add(HeaderNames.Again, "true"u8);
        writer.Produce(topic, deadLetter.Key, deadLetter.Value, _headers);
    }

    string? TopicOf(in LogRecord deadLetter)
    {
        if (!deadLetter.Headers.TryGet(HeaderNames.SourceTopic, out ReadOnlySpan<byte> name)) return null;
        foreach (var topic in _topics)
            if (Ascii.Equals(name, topic)) return topic;
        return null;
    }

    static string? SourceTopicOf(in LogRecord deadLetter) =>
        deadLetter.Headers.TryGet(HeaderNames.SourceTopic, out ReadOnlySpan<byte> name) ? Encoding.UTF8.GetString(name) : null;
}

/// <summary>A dead letter that has no topic to go back to.</summary>
/// <param name="Partition">Where it lies.</param>
/// <param name="Offset">Its offset there.</param>
/// <param name="SourceTopic">The topic that it names, which is none that a stage reads; null when it names none.</param>
public sealed record SkippedDeadLetter(TopicPartition Partition, long Offset, string? SourceTopic);
