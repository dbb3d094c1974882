using System.Globalization;
using Confluent.Kafka.Admin;
using StockNow.Stages.Hosting;

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>What the settings of a topic that somebody else has made mean for readings.</summary>
static class TopicSettings
{
    /// <returns>A sentence when the topic does not take the largest record; null when all is well.</returns>
    /// <exception cref="UnrecoverableException">The topic is compacted.</exception>
    public static string? Check(string topic, IReadOnlyDictionary<string, ConfigEntryResult> settings, int recordLimit)
    {
        if (settings.TryGetValue("cleanup.policy", out var policy) && policy.Value.Contains("compact", StringComparison.Ordinal))
            throw new UnrecoverableException($"Topic '{topic}' is compacted (cleanup.policy={policy.Value}): Kafka would remove all but the newest reading of each sensor. Set cleanup.policy=delete.");
        if (!settings.TryGetValue("max.message.bytes", out var limit) || !int.TryParse(limit.Value, CultureInfo.InvariantCulture, out var bytes) || bytes >= recordLimit) return null;
        return string.Create(CultureInfo.InvariantCulture,
            $"Topic '{topic}' takes records of at most {bytes} bytes (max.message.bytes), but one with a reading of MaxReadingBytes, its key and its headers has up to {recordLimit}; a stage that must write such a one fails until it fits. Set the topic's max.message.bytes to {recordLimit}, or lower MaxReadingBytes.");
    }
}
