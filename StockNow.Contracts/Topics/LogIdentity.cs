using System.Security.Cryptography;
using System.Text;

namespace StockNow.Contracts.Topics;

/// <summary>The short form of a topic's identity: what names and headers carry that outlive the event log.</summary>
public static class LogIdentity
{
    /// <summary>The length of <see cref="HashOf"/>.</summary>
    public const int HashLength = 12;

    /// <summary>The first 12 hexadecimal digits of the SHA-256 of the whole identity. A re-created topic or event log has another one.</summary>
    /// <param name="identity">The identity of a topic in its event log: on Kafka the cluster's id and the topic's id.</param>
    public static string HashOf(string identity) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)))[..HashLength];
}
