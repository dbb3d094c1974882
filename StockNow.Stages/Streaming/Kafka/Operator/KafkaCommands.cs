using System.Globalization;
using StockNow.Stages.Streaming.Kafka.Clients;

namespace StockNow.Stages.Streaming.Kafka.Operator;

/// <summary>Command lines of Kafka's own tools for messages: complete, so that they can be run as they are printed.</summary>
/// <remarks>Each is tested by running it. On a secured cluster the tools need a file with the administrator's own sign-in: docs/kafka-rights.md.</remarks>
sealed class KafkaCommands(KafkaProperties properties)
{
    /// <summary>Sets a group's committed offset of one partition; Kafka refuses while the group has members.</summary>
    public string SetOffset(string group, string topic, int partition, long offset) => Text(
        $"{Tool("kafka-consumer-groups.sh")} --group {group} --topic {topic}:{partition} --reset-offsets --to-offset {offset} --execute");

    /// <summary>Sets a group's committed offset of one partition to the partition's beginning.</summary>
    public string SetToBeginning(string group, string topic, int partition) => Text(
        $"{Tool("kafka-consumer-groups.sh")} --group {group} --topic {topic}:{partition} --reset-offsets --to-earliest --execute");

    /// <summary>Changes a setting of a topic.</summary>
    public string SetTopic(string topic, string setting, string value) => Text(
        $"{Tool("kafka-configs.sh")} --alter --entity-type topics --entity-name {topic} --add-config {setting}={value}");

    /// <summary>Deletes a topic.</summary>
    public string DeleteTopic(string topic) => Text($"{Tool("kafka-topics.sh")} --delete --topic {topic}");

    /// <summary>Shows the producers that have a transaction open in a partition.</summary>
    public string DescribeProducers(string topic, int partition) =>
        Text($"{Tool("kafka-transactions.sh")} describe-producers --topic {topic} --partition {partition}");

    /// <summary>Aborts the transaction that began at an offset.</summary>
    public string AbortTransaction(string topic, int partition, long startOffset) =>
        Text($"{Tool("kafka-transactions.sh")} abort --topic {topic} --partition {partition} --start-offset {startOffset}");

    /// <summary>Grants a right.</summary>
    /// <param name="principal">Such as <c>User:stocknow</c>.</param>
    /// <param name="right">Such as <c>Read</c>.</param>
    /// <param name="kind"><c>topic</c>, <c>group</c> or <c>transactional-id</c>.</param>
    /// <param name="name">The resource's name.</param>
    public string Grant(string principal, string right, string kind, string name) => Text(
        $"{Tool("kafka-acls.sh")} --add --allow-principal {principal} --operation {right} --{kind} {name}");

    string Tool(string name) => $"{name} --bootstrap-server {properties.Brokers}{(properties.IsSecured ? " --command-config admin.properties" : "")}";

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
