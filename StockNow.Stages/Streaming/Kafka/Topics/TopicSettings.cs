using System.Globalization;
using Confluent.Kafka.Admin;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming.Kafka.Operator;

namespace StockNow.Stages.Streaming.Kafka.Topics;

/// <summary>What the settings of topics mean for StockNow, no matter who created them. Pure.</summary>
sealed class TopicSettings(KafkaCommands commands)
{
    const string CleanupPolicy = "cleanup.policy", MaxMessageBytes = "max.message.bytes";

    /// <exception cref="UnrecoverableException">The topic is compacted: readings would vanish.</exception>
    public void RefuseCompacted(string topic, IReadOnlyDictionary<string, ConfigEntryResult> settings)
    {
        if (settings.TryGetValue(CleanupPolicy, out var policy) && policy.Value.Contains("compact", StringComparison.Ordinal))
            throw new UnrecoverableException(
                $"Topic '{topic}' is compacted (cleanup.policy={policy.Value}): Kafka would remove all but the newest reading of each sensor. Set "
                + $"cleanup.policy=delete with `{commands.SetTopic(topic, CleanupPolicy, "delete")}`.");
    }

    /// <summary>Positions must outlive any retention, and their offsets must show their order.</summary>
    /// <exception cref="UnrecoverableException">The topic does not keep them; the message says how to change it.</exception>
    public void RefuseForgetfulPositions(string topic, IReadOnlyDictionary<string, ConfigEntryResult> settings, int partitions)
    {
        if (settings.TryGetValue(CleanupPolicy, out var policy) && policy.Value != "compact")
            throw new UnrecoverableException(
                $"Topic '{topic}' has cleanup.policy={policy.Value}, but must be compacted only: it holds how far each replay has come and where each group "
                + "began, and Kafka would remove that after its retention time. "
                + $"Replays would then be sent twice. Set cleanup.policy=compact with `{commands.SetTopic(topic, CleanupPolicy, "compact")}`.");
        if (partitions != 1)
            throw new UnrecoverableException(string.Create(CultureInfo.InvariantCulture,
                $"Topic '{topic}' has {partitions} partitions, but must have 1, and Kafka cannot remove partitions. Stop all stages, delete it with "
                + $"`{commands.DeleteTopic(topic)}`, and start again; StockNow then creates it. ")
                + "If replays or stages have already used it, first copy its records as docs/kafka-rights.md describes, or replays are sent again from their "
                + "beginning.");
    }

    /// <summary>The size of the largest batch that the topic takes; null when it does not say.</summary>
    public static int? Limit(IReadOnlyDictionary<string, ConfigEntryResult> settings) =>
        settings.TryGetValue(MaxMessageBytes, out var limit) && int.TryParse(limit.Value, CultureInfo.InvariantCulture, out var bytes) ? bytes : null;

    /// <summary>A sentence when a topic that is written may be too small for the largest reading; null when all is well.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="limit">Its limit.</param>
    /// <param name="recordLimit">The largest record with a reading within <c>MaxReadingBytes</c>.</param>
    public string? TooNarrow(string topic, int limit, int recordLimit) => limit >= recordLimit ? null : string.Create(CultureInfo.InvariantCulture,
        $"Topic '{topic}' accepts records of up to {limit} bytes (max.message.bytes), but StockNow may write up to {recordLimit} (MaxReadingBytes plus key "
        + $"and headers). ")
        + (topic == Contracts.Topics.TopicNames.DeadLetters ? "A larger dead letter is cut, and says so. " : "A larger record becomes a dead letter. ")
        + $"To keep all of them, run `{commands.SetTopic(topic, MaxMessageBytes, recordLimit.ToString(CultureInfo.InvariantCulture))}`, or lower "
        + "MaxReadingBytes.";

    /// <summary>A sentence when a topic takes less than the one that its records come from; null when all is well.</summary>
    /// <param name="topic">The topic that is written.</param>
    /// <param name="limit">Its limit.</param>
    /// <param name="source">The topic that is read.</param>
    /// <param name="sourceLimit">Its limit.</param>
    public string? NarrowerThanSource(string topic, int limit, string source, int sourceLimit) =>
        limit >= sourceLimit ? null : string.Create(CultureInfo.InvariantCulture,
        $"Topic '{topic}' accepts records of up to {limit} bytes (max.message.bytes), but '{source}' accepts up to {sourceLimit}: a larger record of "
        + $"'{source}' is cut in the dead letters. ")
        + $"To keep it whole, run `{commands.SetTopic(topic, MaxMessageBytes, sourceLimit.ToString(CultureInfo.InvariantCulture))}`.";
}
