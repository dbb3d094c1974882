using Confluent.Kafka;
using StockNow.Stages.Hosting;

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>Turns what the client throws into faults that say what to do. The table behind it was seen on real brokers.</summary>
static class KafkaFault
{
    /// <summary>A fault of one call: rebuilding the clients may heal it, unless the configuration is at fault.</summary>
    public static Exception Of(string call, KafkaException fault, string brokers, string? lastError) => fault.Error.Code switch
    {
        ErrorCode.InvalidTransactionTimeout => new UnrecoverableException(
            "EventLog:Kafka:TransactionTimeout is longer than the brokers allow (transaction.max.timeout.ms). Shorten it, or raise the brokers' limit.", fault),
        ErrorCode.InvalidSessionTimeout => new UnrecoverableException(
            "EventLog:Kafka:SessionTimeout is not within what the brokers allow (group.min.session.timeout.ms, group.max.session.timeout.ms).", fault),
        ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed or ErrorCode.TransactionalIdAuthorizationFailed =>
            new UnrecoverableException($"Kafka at {brokers} forbids '{call}': {fault.Error.Reason}. Give this user the right to it.", fault),
        _ => new EventLogException($"Kafka at {brokers} failed in '{call}': {fault.Error.Reason} ({fault.Error.Code}){(lastError is null ? "" : $"; before that: {lastError}")}", fault),
    };

    /// <summary>Why a first contact failed, in words for a newcomer.</summary>
    /// <param name="error">The first telling error, or null when brokers only did not answer.</param>
    /// <param name="properties">Where and how it was tried.</param>
    public static string OfContact(Error? error, KafkaProperties properties)
    {
        var at = $"Kafka at {properties.Brokers}";
        return error?.Code switch
        {
            not null when IsPlainPort(error!) => $"{at} is a port without TLS. Take Kafka:SecurityProtocol out (or take SaslPlaintext), or let Kafka:BootstrapServers name the port with TLS.",
            ErrorCode.Local_Authentication => $"{at} refused the sign-in: {Short(error.Reason)}. Look at Kafka:SaslUsername, Kafka:SaslPassword and Kafka:SaslMechanism.",
            ErrorCode.Local_Ssl => $"{at} could not be trusted: {Short(error.Reason)}. Let Kafka:SslCaLocation name the file of the authority that signed the brokers' certificate.",
            ErrorCode.Local_Resolve => $"{at} cannot be found: {Short(error.Reason)}. Look at the host name in Kafka:BootstrapServers.",
            ErrorCode.Local_BadMsg => $"{at} does not speak Kafka: another kind of server answers there. Look at the port in Kafka:BootstrapServers.",
            ErrorCode.Local_Transport => $"{at} cannot be reached: {Short(error.Reason)}. Is it running, and is Kafka:BootstrapServers right?",
            null when !properties.IsTls => $"{at} takes connections but does not answer. Is it a TLS port (then set Kafka:SecurityProtocol=Ssl or SaslSsl), another kind of server, or are the brokers still starting?",
            null => $"{at} takes connections but does not answer. Is it a port without TLS, another kind of server, or are the brokers still starting?",
            _ => $"{at} cannot be used: {Short(error.Reason)} ({error.Code}).",
        };
    }

    /// <summary>Whether waiting cannot help: the brokers, or something in their place, have answered.</summary>
    public static bool IsCertain(Error error) =>
        error.Code is ErrorCode.Local_Authentication or ErrorCode.Local_Ssl or ErrorCode.Local_BadMsg || IsPlainPort(error);

    static bool IsPlainPort(Error error) => error.Reason.Contains("PLAINTEXT broker listener", StringComparison.Ordinal) || error.Reason.Contains("wrong version number", StringComparison.Ordinal);

    // librdkafka puts the broker's name before the reason, and its own guesses behind it.
    public static string Short(string reason)
    {
        var start = reason.IndexOf("/bootstrap: ", StringComparison.Ordinal) is var name and >= 0 ? name + "/bootstrap: ".Length
            : reason.IndexOf("]: ", StringComparison.Ordinal) is var thread and >= 0 ? thread + "]: ".Length : 0;
        var end = reason.IndexOf(" (after ", start, StringComparison.Ordinal);
        return reason[start..(end < 0 ? reason.Length : end)].TrimEnd('.');
    }
}
