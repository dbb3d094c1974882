using System.Text;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming;

/// <summary>
/// The partition that records are read from, with what names it in everything made of them; made once a session, so that no record costs an allocation.
/// </summary>
/// <param name="partition">The partition.</param>
/// <param name="identity">The identity of its topic in the event log.</param>
sealed class RecordSource(TopicPartition partition, string identity)
{
    readonly byte[] _logHash = Encoding.ASCII.GetBytes(LogIdentity.HashOf(identity));

    /// <summary>The partition.</summary>
    public TopicPartition Partition { get; } = partition;

    /// <summary>The <see cref="LogIdentity.HashOf"/> of its topic's identity, in ASCII.</summary>
    public ReadOnlySpan<byte> LogHash => _logHash;
}
