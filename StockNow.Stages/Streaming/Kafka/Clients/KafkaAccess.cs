using Confluent.Kafka;

namespace StockNow.Stages.Streaming.Kafka.Clients;

/// <summary>
/// What a client works with: by this, an error that only says "authorization failed" is turned into the resource and the right that are missing.
/// </summary>
/// <param name="Topics">The topics that it may be about.</param>
/// <param name="TopicRight">What it does with them.</param>
/// <param name="Group">The group that it names.</param>
/// <param name="GroupRight">What it does with the group.</param>
/// <param name="TransactionalId">Its transactional id.</param>
sealed record KafkaAccess(IReadOnlyCollection<string> Topics, string TopicRight = "Describe", string? Group = null, string GroupRight = "Read",
    string? TransactionalId = null)
{
    /// <summary>Whether an error says that a right is missing.</summary>
    public static bool IsForbidden(ErrorCode code) =>
        code is ErrorCode.TopicAuthorizationFailed or ErrorCode.GroupAuthorizationFailed or ErrorCode.ClusterAuthorizationFailed
            or ErrorCode.TransactionalIdAuthorizationFailed;

    /// <summary>The right that is missing, the kind of its resource, and the resource's name; the name is null when it is not known.</summary>
    /// <param name="error">The error.</param>
    /// <param name="access">What the client works with, when that is known.</param>
    public static (string Right, string Kind, string? Name) Missing(Error error, KafkaAccess? access) => error.Code switch
    {
        ErrorCode.GroupAuthorizationFailed => (access?.GroupRight ?? "Read", "group", access?.Group),
        ErrorCode.TransactionalIdAuthorizationFailed => ("Write", "transactional-id", access?.TransactionalId),
        ErrorCode.ClusterAuthorizationFailed => ("ClusterAction", "cluster", ""),
        _ => (access?.TopicRight ?? "Describe", "topic", TopicIn(error.Reason, access?.Topics ?? [])),
    };

    // The client's own words name the topic in most of its errors.
    static string? TopicIn(string reason, IReadOnlyCollection<string> topics) =>
        topics.FirstOrDefault(topic => reason.Contains(topic, StringComparison.Ordinal)) ?? (topics.Count == 1 ? topics.First() : null);
}
