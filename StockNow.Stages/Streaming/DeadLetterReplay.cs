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
        long sent = 0, done = 0;
        var writer = await log.OpenWriterAsync("dead-letter-replay", stop).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            var begins = new long[partitions.Count];
            for (var i = 0; i < begins.Length; i++) begins[i] = again ? partitions[i].Start : await BeginOfAsync(partitions[i], stop).ConfigureAwait(false);
            var total = partitions.Zip(begins, (partition, begin) => partition.End - begin).Sum();
            foreach (var (partition, begin) in partitions.Zip(begins))
            {
                var position = PositionOf(partition);
                await foreach (var batch in log.ScanAsync(partition.Partition, begin, partition.End, stop).ConfigureAwait(false))
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
                    done += batch.Count;
                    progress(new Progress("replaying dead letters", (double)done / total, null));
                }
            }
        }
        return sent;
    }

    async Task<long> BeginOfAsync(PartitionState partition, CancellationToken stop) =>
        Math.Clamp(await log.PositionAsync(PositionOf(partition), stop).ConfigureAwait(false) ?? 0, partition.Start, partition.End);

    static string PositionOf(PartitionState partition) => $"dead-letter-replay/{partition.Partition.Partition}";

    static bool SendBack(in LogRecord deadLetter, IEventLogWriter writer)
    {
        if (!deadLetter.Headers.TryGet(HeaderNames.SourceTopic, out ReadOnlySpan<byte> topic)) return false;
        writer.Produce(Encoding.UTF8.GetString(topic), deadLetter.Key, deadLetter.Value);
        return true;
    }
}
