using System.Text;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;

namespace StockNow.Stages.Streaming;

/// <summary>Sends dead letters back to the topics they came from, each once: how far it came is committed with what it sent.</summary>
public sealed class DeadLetterReplay(IEventLog log)
{
    const long EnoughPendingBytes = 1024 * 1024;

    /// <summary>Sends those that were not sent back before.</summary>
    /// <param name="again">Whether to begin at the first one, whatever was sent before.</param>
    /// <param name="progress">Told how far it has come.</param>
    /// <param name="stop">Ends the work; what was committed stays sent.</param>
    /// <returns>How many were sent.</returns>
    /// <exception cref="EventLogException">The log failed; a later call goes on where this one ended.</exception>
    public async Task<long> RunAsync(bool again, Action<Progress> progress, CancellationToken stop)
    {
        var partitions = await log.DescribeAsync(TopicNames.DeadLetters, stop).ConfigureAwait(false);
        if (partitions.Count == 0) return 0;
        var total = partitions.Sum(partition => partition.End - partition.Start);
        var sent = 0L;
        var writer = await log.OpenWriterAsync("dead-letter-replay", stop).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            foreach (var (partition, start, end) in partitions)
            {
                var position = $"dead-letter-replay/{partition.Partition}";
                var from = again ? start : Math.Max(start, await log.PositionAsync(position, stop).ConfigureAwait(false) ?? start);
                await foreach (var batch in log.ScanAsync(partition, from, end, stop).ConfigureAwait(false))
                {
                    for (var i = 0; i < batch.Count; i++)
                    {
                        if (SendBack(batch[i], writer)) sent++;
                        if (writer.PendingBytes < EnoughPendingBytes) continue;
                        writer.SavePosition(position, batch[i].Offset + 1);
                        await writer.CommitAsync(stop).ConfigureAwait(false);
                    }
                    writer.SavePosition(position, batch.NextOffset);
                    await writer.CommitAsync(stop).ConfigureAwait(false);
                    progress(new Progress("replaying dead letters", (double)sent / total, null));
                }
            }
        }
        return sent;
    }

    static bool SendBack(in LogRecord deadLetter, IEventLogWriter writer)
    {
        if (!deadLetter.Headers.TryGet(HeaderNames.SourceTopic, out ReadOnlySpan<byte> topic)) return false;
        writer.Produce(Encoding.UTF8.GetString(topic), deadLetter.Key, deadLetter.Value);
        return true;
    }
}
