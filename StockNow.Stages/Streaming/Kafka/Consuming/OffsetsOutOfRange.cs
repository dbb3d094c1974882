using System.Globalization;
using Confluent.Kafka;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Stages.Streaming.Kafka.Operator;
using StockNow.Stages.Streaming.Kafka.Topics;

namespace StockNow.Stages.Streaming.Kafka.Consuming;

/// <summary>Says why a group stands at an offset that the topic no longer has, and how it can continue.</summary>
sealed class OffsetsOutOfRange(string group, string topic, string topicId, KafkaTopics topics, KafkaProperties properties)
{
    readonly KafkaCommands _commands = new(properties);

    /// <summary>The fault to throw: one that a restart heals when the topic is another one now, or when the offsets fit after all.</summary>
    public async Task<Exception> ExplainAsync(KafkaException fault)
    {
        if (await topics.IdAsync(topic) != topicId)
            return new EventLogException($"Topic '{topic}' was deleted while group {group} read it: records that the group had not read are gone. The group "
                + "starts at the beginning of the next topic with this name.", fault);
        var states = await topics.OffsetsAsync(topic);
        var committed = await topics.CommittedAsync(group, topic, states.Count);
        var sentences = states.Where(state => committed.ContainsKey(state.Partition.Partition))
            .Select(state => Sentence(state, committed[state.Partition.Partition])).OfType<string>().ToList();
        return sentences.Count == 0
            ? new EventLogException($"Group {group} was at an offset of {topic} that no longer exists ({fault.Error.Reason}); it goes back to its "
                + $"last commit.", fault)
            : new UnrecoverableException(string.Create(CultureInfo.InvariantCulture,
                $"Group {group} cannot continue. {string.Join(' ', sentences)} Before you run {(sentences.Count == 1 ? "this command" : "these commands")}, "
                + $"stop all members of the group; then start them again. 'audit' reports what is missing."), fault);
    }

    string? Sentence(PartitionState state, long committed)
    {
        var (partition, start, end) = state;
        if (committed < start)
            return Text($"{start - committed} offsets of {partition}, from {committed} to {start - 1}, were removed before the group read them, by ")
                + Text($"retention or by an operator: at most {start - committed} records are lost to it. ")
                + $"To continue with the records that are left, run `{Command(start)}`.";
        return committed <= end ? null
            : Text($"Its committed offset {committed} of {partition} is after the end of the partition, offset {end}: Kafka has lost the last ")
                + Text($"records of the partition, as after an unclean leader election. To continue with new records, run `{Command(end)}`.");

        string Command(long offset) => _commands.SetOffset(group, topic, partition.Partition, offset);
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
