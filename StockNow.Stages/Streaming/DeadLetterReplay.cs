using System.Globalization;
using System.Text;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;

namespace StockNow.Stages.Streaming;

/// <summary>
/// Sends dead letters back to the topics they came from, each once: how far it came is committed with what it sent. What is sent names its dead letter as its
/// source.
/// Only what can be read now is sent: anything else would come back as a dead letter.
/// </summary>
/// <param name="log">The event log.</param>
/// <param name="groups">The consumer groups: dead letters go back to the topics that they read.</param>
/// <param name="limits">How much a reading may hold.</param>
public sealed class DeadLetterReplay(IEventLog log, ConsumerGroups groups, ReadingLimits limits)
{
    const long EnoughPendingBytes = 1024 * 1024;

    readonly ReadingReader _reader = new(limits);
    readonly HeaderWriter _headers = new();
    readonly List<string> _topics = [];

    /// <summary>Sends those that were not sent back before.</summary>
    /// <param name="again">Whether to begin at the first one, whatever was sent before.</param>
    /// <param name="skipped">Is notified of each one that cannot go back; it stays where it is and is tried again only with <paramref name="again"/>.</param>
    /// <param name="progress">Is notified of the progress.</param>
    /// <param name="stop">Ends the work; what was committed stays sent.</param>
    /// <returns>How many were sent.</returns>
    /// <exception cref="EventLogException">The log failed; a later call continues where this one ended.</exception>
    public async Task<long> RunAsync(bool again, Action<SkippedDeadLetter> skipped, Action<Progress> progress, CancellationToken stop)
    {
        var partitions = await DeadLetterMark.PartitionsAsync(log, stop);
        if (partitions.Count == 0) return 0;
        _topics.Clear();
        foreach (var topic in groups.All.Where(group => group.HasDeadLetters).Select(group => group.Topic).Distinct())
            if ((await log.DescribeAsync(topic, stop)).Count > 0) _topics.Add(topic);
        long sent = 0, done = 0;
        var writer = await log.OpenWriterAsync("dead-letter-replay", stop);
        await using (writer)
        {
            await log.WaitUntilStableAsync(_topics, stop);
            var identity = await log.IdentityAsync(TopicNames.DeadLetters, stop);
            var saved = new string?[partitions.Count];
            for (var i = 0; i < saved.Length; i++) saved[i] = await log.PositionAsync(PositionOf(partitions[i]), stop);
            var reached = partitions.Zip(saved, Reached).ToList();
            var total = partitions.Zip(reached, (partition, to) => partition.End - (again ? partition.Start : to)).Sum();
            foreach (var (partition, to, before) in partitions.Zip(reached, saved))
            {
                var position = before;
                var source = new RecordSource(partition.Partition, identity);
                await foreach (var batch in log.ScanAsync(partition.Partition, again ? partition.Start : to, partition.End, stop))
                {
                    for (var i = 0; i < batch.Count; i++)
                    {
                        if (TrySendBack(batch[i], source, isAgain: batch[i].Offset < to, writer) is not { } why) sent++;
                        else skipped(new SkippedDeadLetter(batch.Partition, batch[i].Offset, why));
                        if (writer.PendingBytes >= EnoughPendingBytes) await CommitAsync(batch[i].Offset + 1);
                    }
                    await CommitAsync(batch.NextOffset);
                    done += batch.Count;
                    progress(new Progress("replaying dead letters", (double)done / total, null));
                }

                // Never back: what was sent before is not sent once more by the next call because this one was stopped.
                async Task CommitAsync(long next)
                {
                    var value = Math.Max(next, to).ToString(CultureInfo.InvariantCulture);
                    writer.SavePosition(PositionOf(partition), position, value);
                    await writer.CommitAsync(stop);
                    position = value;
                }
            }
        }
        return sent;
    }

    static long Reached(PartitionState partition, string? position) =>
        Math.Clamp(long.TryParse(position, CultureInfo.InvariantCulture, out var next) ? next : 0, partition.Start, partition.End);

    static string PositionOf(PartitionState partition) => $"dead-letter-replay/{partition.Partition.Partition}";

    // Answers why it cannot be sent, or null when it was.
    string? TrySendBack(in LogRecord deadLetter, RecordSource source, bool isAgain, IEventLogWriter writer)
    {
        if (TopicOf(deadLetter) is not { } topic)
            return SourceTopicOf(deadLetter) is { } name
                ? $"it came from '{name}', which is no topic of this log that a stage reads" : "it does not say which topic it came from";
        if (deadLetter.Headers.TryGet(HeaderNames.ValueLength, out long length))
            return $"the dead letters hold only the first {deadLetter.Value.Length} of its {length} bytes";
        if (deadLetter.Headers.TryGet(HeaderNames.KeyLength, out length)) return $"the dead letters do not hold its key of {length} bytes";
        if (IsFor(deadLetter, DropReason.NothingMissing)) return "it is an alert that leaves nothing to bring, and would be again";
        if (!_reader.TryRead(deadLetter.Value, out var reading, out var error)) return $"{SkippedDeadLetter.StillMalformed} ({error})";
        _headers.Clear().AddSource(source, deadLetter.Offset);
        if (isAgain) _headers.Add(HeaderNames.Again, "true"u8);
        try { writer.Produce(topic, topic == TopicNames.Alerts ? reading.SensorId : deadLetter.Key, deadLetter.Value, _headers); }
        catch (RecordException refused) { return refused.Fault; }
        return null;
    }

    static bool IsFor(in LogRecord deadLetter, DropReason reason) =>
        deadLetter.Headers.TryGet(HeaderNames.Reason, out ReadOnlySpan<byte> name) && Ascii.Equals(name, reason.Name());

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

/// <summary>A dead letter that cannot go back.</summary>
/// <param name="Partition">Where it lies.</param>
/// <param name="Offset">Its offset there.</param>
/// <param name="Why">Why not, as a clause; it may quote the dead letter.</param>
public sealed record SkippedDeadLetter(TopicPartition Partition, long Offset, string Why)
{
    internal const string StillMalformed = "it is still malformed";

    /// <summary>Whether it is no reading for this version and its settings, as it was none before.</summary>
    public bool IsStillMalformed => Why.StartsWith(StillMalformed, StringComparison.Ordinal);
}
