using Confluent.Kafka;
using Confluent.Kafka.Admin;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming.Kafka.Operator;

namespace StockNow.Stages.Streaming.Kafka.Clients;

/// <summary>Turns what the client throws into faults that say what to do. Its table was seen on real brokers.</summary>
static class KafkaFault
{
    /// <summary>A fault of one call: rebuilding the clients may heal it, unless the configuration is at fault.</summary>
    /// <param name="call">What was asked of the brokers.</param>
    /// <param name="fault">What the client throws.</param>
    /// <param name="properties">Where and as whom it was asked.</param>
    /// <param name="lastError">The last thing that went wrong with a connection.</param>
    /// <param name="access">What the client works with, to name the right that is missing.</param>
    public static Exception Of(string call, KafkaException fault, KafkaProperties properties, string? lastError, KafkaAccess? access = null)
    {
        var (error, where) = Telling(fault);
        return error.Code switch
        {
            ErrorCode.InvalidTransactionTimeout => new UnrecoverableException(
                "EventLog:Kafka:TransactionTimeout is longer than the brokers allow (transaction.max.timeout.ms). Shorten it, or raise the "
                    + "brokers' limit.", fault),
            ErrorCode.InvalidSessionTimeout => new UnrecoverableException(
                "EventLog:Kafka:SessionTimeout is not within what the brokers allow (group.min.session.timeout.ms, group.max.session.timeout.ms).", fault),
            var code when KafkaAccess.IsForbidden(code) => Forbidden(call, error, properties, access, fault),
            ErrorCode.LeaderNotAvailable or ErrorCode.NotLeaderForPartition or ErrorCode.ReplicaNotAvailable
                or ErrorCode.BrokerNotAvailable when where is not null => new EventLogException(
                $"Kafka at {properties.Brokers} has no leader for {where}: the brokers that hold its replicas are away. It can be read and written again once "
                + "one of them is back.", fault),
            _ => new EventLogException(
                $"Kafka at {properties.Brokers} failed in '{call}'{(where is null ? "" : $" for {where}")}: {error.Reason} "
                + $"({error.Code}){(lastError is null ? "" : $"; before that: {lastError}")}", fault),
        };
    }

    // Calls about several resources only say that some failed. The first of them tells why.
    static (Error Error, string? Where) Telling(KafkaException fault) => fault switch
    {
        ListOffsetsException { Result.ResultInfos: { } infos } when infos.FirstOrDefault(info => info.TopicPartitionOffsetError.Error.IsError) is { } info =>
            (info.TopicPartitionOffsetError.Error, $"{info.TopicPartitionOffsetError.Topic}-{info.TopicPartitionOffsetError.Partition.Value}"),
        DescribeConfigsException configs when configs.Results.FirstOrDefault(result => result.Error.IsError) is { } result =>
        (result.Error, result.ConfigResource.Name),
        DescribeTopicsException topics when topics.Results.TopicDescriptions.FirstOrDefault(topic => topic.Error.IsError) is { } topic =>
        (topic.Error, topic.Name),
        _ => (fault.Error, null),
    };

    /// <summary>A right is missing: who lacks which one to what, and the command that grants it.</summary>
    public static UnrecoverableException Forbidden(string call, Error error, KafkaProperties properties, KafkaAccess? access, Exception? cause = null)
    {
        var (right, kind, name) = KafkaAccess.Missing(error, access);
        if (kind == "topic" && cause is KafkaException several && Telling(several).Where is { } where) name = where;
        var resource = name is null ? $"a {kind} (one of {string.Join(", ", access?.Topics ?? [])})" : kind == "cluster" ? "the cluster" : $"{kind} '{name}'";
        var grant = name is null or "" ? "" : $" Grant it with `{new KafkaCommands(properties).Grant(properties.Principal, right, kind, name)}`.";
        return new UnrecoverableException(
            $"Kafka at {properties.Brokers} denies {properties.Principal} the right {right} on {resource}, which '{call}' needs.{grant} docs/kafka-rights.md "
            + "lists the rights of each stage.", cause);
    }

    /// <summary>Why a first contact failed, in words for a newcomer.</summary>
    /// <param name="error">The first telling error, or null when brokers only did not answer.</param>
    /// <param name="properties">Where and how it was tried.</param>
    public static string OfContact(Error? error, KafkaProperties properties)
    {
        var at = $"Kafka at {properties.Brokers}";
        return error?.Code switch
        {
            not null when IsPlainPort(error!) =>
                $"{at} is a port without TLS. Take Kafka:SecurityProtocol out (or take SaslPlaintext), or let Kafka:BootstrapServers name the port with TLS.",
            ErrorCode.Local_Authentication =>
            $"{at} refused the sign-in: {Short(error.Reason)}. Look at Kafka:SaslUsername, Kafka:SaslPassword and Kafka:SaslMechanism.",
            ErrorCode.Local_Ssl => $"{at} could not be trusted: {Short(error.Reason)}. Let Kafka:SslCaLocation name the file of the authority that signed the "
            + "brokers' certificate.",
            ErrorCode.Local_Resolve => $"{at} cannot be found: {Short(error.Reason)}. Look at the host name in Kafka:BootstrapServers.",
            ErrorCode.Local_BadMsg => $"{at} does not speak Kafka: another kind of server answers there. Look at the port in Kafka:BootstrapServers.",
            ErrorCode.Local_Transport => $"{at} cannot be reached: {Short(error.Reason)}. Is it running, and is Kafka:BootstrapServers right?",
            null when !properties.IsTls => $"{at} takes connections but does not answer. Is it a TLS port (then set Kafka:SecurityProtocol=Ssl or SaslSsl), "
            + "another kind of server, or are the brokers still starting?",
            null => $"{at} takes connections but does not answer. Is it a port without TLS, another kind of server, or are the brokers still starting?",
            _ => $"{at} cannot be used: {Short(error.Reason)} ({error.Code}).",
        };
    }

    /// <summary>Whether waiting cannot help: the brokers, or something in their place, have answered.</summary>
    public static bool IsCertain(Error error) =>
        error.Code is ErrorCode.Local_Authentication or ErrorCode.Local_Ssl or ErrorCode.Local_BadMsg || IsPlainPort(error);

    static bool IsPlainPort(Error error) => error.Reason.Contains("PLAINTEXT broker listener", StringComparison.Ordinal)
        || error.Reason.Contains("wrong version number", StringComparison.Ordinal);

    // librdkafka puts the broker's name before the reason, and its own guesses after it.
    public static string Short(string reason)
    {
        var start = reason.IndexOf("/bootstrap: ", StringComparison.Ordinal) is var name and >= 0 ? name + "/bootstrap: ".Length
            : reason.IndexOf("]: ", StringComparison.Ordinal) is var thread and >= 0 ? thread + "]: ".Length : 0;
        var end = reason.IndexOf(" (after ", start, StringComparison.Ordinal);
        return reason[start..(end < 0 ? reason.Length : end)].TrimEnd('.');
    }
}
