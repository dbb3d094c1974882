using System.Text;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming;

/// <summary>Says on a record which record it was made from, so that <c>audit</c> can name what is missing or double.</summary>
static class SourceHeaders
{
    /// <summary>Adds topic, partition and offset of the source, and not its event log: as the records of StockNow before it knew one.</summary>
    public static HeaderWriter AddSource(this HeaderWriter headers, TopicPartition partition, long offset)
    {
        Span<byte> topic = stackalloc byte[256];
        topic = topic[..Encoding.UTF8.GetBytes(partition.Topic, topic)];
        return headers.Add(HeaderNames.SourceTopic, topic).Add(HeaderNames.SourcePartition, partition.Partition).Add(HeaderNames.SourceOffset, offset);
    }

    /// <summary>Adds topic, partition, offset and event log of the source.</summary>
    public static HeaderWriter AddSource(this HeaderWriter headers, RecordSource source, long offset) =>
        headers.AddSource(source.Partition, offset).Add(HeaderNames.SourceLog, source.LogHash);

    /// <summary>Partition and offset of the source, when it is a record of a topic.</summary>
    /// <param name="headers">The headers of what was made.</param>
    /// <param name="topic">The topic that the source must be of: an offset of another topic is another record's.</param>
    /// <param name="partition">The source's partition.</param>
    /// <param name="offset">The source's offset.</param>
    public static bool TryGetSource(this HeaderView headers, string topic, out int partition, out long offset)
    {
        offset = 0;
        var known = headers.TryGet(HeaderNames.SourcePartition, out long number) & headers.TryGet(HeaderNames.SourceOffset, out offset)
            & headers.TryGet(HeaderNames.SourceTopic, out ReadOnlySpan<byte> name) && Ascii.Equals(name, topic);
        partition = (int)number;
        return known && partition == number; // a number too large for a partition is none
    }

    /// <summary>
    /// Whether the source is known to be of another event log, or of a topic that was there before its name was given to a new one. Older versions did not
    /// note it.
    /// </summary>
    /// <param name="headers">The headers of what was made.</param>
    /// <param name="log">The <see cref="LogIdentity.HashOf"/> of the topic that is there now.</param>
    public static bool IsOfAnotherLog(this HeaderView headers, string log) =>
        headers.TryGet(HeaderNames.SourceLog, out ReadOnlySpan<byte> source) && !Ascii.Equals(source, log);
}
