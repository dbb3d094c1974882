using Grpc.Core;

namespace StockNow.Stages.Engines.Spark;

/// <summary>What Spark Connect reported, in Spark's words.</summary>
/// <param name="message">The message of the error and of its causes.</param>
/// <param name="errorClass">Spark's error class, such as <c>PATH_NOT_FOUND</c>, or null when it gave none.</param>
/// <param name="status">The status of the call.</param>
/// <param name="cause">The error of the call.</param>
sealed class SparkException(string message, string? errorClass, StatusCode status, Exception cause) : Exception(message, cause)
{
    /// <summary>Spark's error class, or null.</summary>
    public string? ErrorClass { get; } = errorClass;

    /// <summary>The status of the call.</summary>
    public StatusCode Status { get; } = status;

    /// <summary>The first line of the message: the rest is for people who look for the fault in Spark itself.</summary>
    public string Sentence => Message.Split('\n')[0].TrimEnd(' ', '\r', '.', ':') + ".";
}
