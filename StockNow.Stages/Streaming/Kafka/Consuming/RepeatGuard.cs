using System.Globalization;
using Microsoft.Extensions.Logging;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Stages.Streaming.Kafka.Operator;

namespace StockNow.Stages.Streaming.Kafka.Consuming;

/// <summary>
/// Refuses a start at an offset before what the group has done, by the source headers of its newest outputs: the offset was lost or reset, and everything
/// after it would be done twice.
/// </summary>
/// <remarks>
/// The outputs are looked at once a session, before its first offsets are read. Commits of other members only move offsets forward, and Kafka lets nobody set
/// back a group that has members.
/// </remarks>
sealed class RepeatGuard(string group, string topic, Func<OutputsSeen> look, bool isAllowed, KafkaProperties properties, ILogger logger)
{
    readonly Lazy<OutputsSeen> _seen = new(look);
    readonly KafkaCommands _commands = new(properties);

    /// <summary>Looks at the outputs, unless that was done before.</summary>
    public void Look() => _ = _seen.Value;

    /// <summary>Checks where partitions begin.</summary>
    /// <param name="starts">The first offset of each partition that was gained.</param>
    /// <param name="isInitial">
    /// Whether the group begins there because it has never read the partition: then only outputs count that name this very topic.
    /// </param>
    /// <exception cref="UnrecoverableException">One lies before what was done.</exception>
    public void Check(IReadOnlyDictionary<int, long> starts, Func<int, bool> isInitial)
    {
        foreach (var (partition, start) in starts)
        {
            var done = isInitial(partition) ? _seen.Value.NamedTo : _seen.Value.DoneTo;
            if (!done.TryGetValue(partition, out var next) || start >= next) continue;
            var setBack = new OffsetSetBack(group, new TopicPartition(topic, partition), isInitial(partition) ? null : start, next);
            if (!isAllowed)
                throw new UnrecoverableException($"{setBack.Describe(_commands.SetOffset)}. To process the records again on purpose, set "
                    + "EventLog:AllowReprocessing=true for one start.");
            KafkaLogMessages.Reprocesses(logger, group, $"{topic}-{partition}", start, next - 1);
        }
    }

    /// <summary>The group's offsets of some partitions are gone although they were there.</summary>
    public UnrecoverableException Lost(IReadOnlyCollection<int> partitions) => new(SentenceOfLost(group, topic, partitions, _seen.Value, properties));

    /// <summary>That offsets of a group are gone although they were there, and what to do.</summary>
    public static string SentenceOfLost(string group, string topic, IReadOnlyCollection<int> partitions, OutputsSeen seen, KafkaProperties properties)
    {
        var commands = new KafkaCommands(properties);
        var known = partitions.Order().Where(seen.DoneTo.ContainsKey).Select(partition => commands.SetOffset(group, topic, partition, seen.DoneTo[partition]))
            .ToList();
        var without = partitions.Order().Where(partition => !seen.DoneTo.ContainsKey(partition)).ToList();
        if (seen.IsAll)
        {
            known.AddRange(without.Select(partition => commands.SetToBeginning(group, topic, partition)));
            without.Clear();
        }
        var text = $"Kafka at {properties.Brokers} has lost the committed offsets of group {group} in "
            + $"{string.Join(", ", partitions.Order().Select(partition => $"{topic}-{partition}"))}. "
            + "Starting at the beginning would duplicate all outputs, so nothing was started.";
        if (known.Count > 0) text += $" Set the offsets with {string.Join(" and ", known.Select(command => $"`{command}`"))}";
        if (without.Count > 0)
            text += string.Create(CultureInfo.InvariantCulture,
                $"{(known.Count > 0 ? ". For " : " For ")}{string.Join(", ", without.Select(partition => $"{topic}-{partition}"))}, run 'audit' to get the "
                + $"correct offset (where it reports none, the beginning), and set it in the same way, such as "
                + $"`{commands.SetToBeginning(group, topic, without[0])}`");
        return $"{text}. Then start again.";
    }
}
