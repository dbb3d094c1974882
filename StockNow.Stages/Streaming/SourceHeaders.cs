using System.Text;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming;

/// <summary>Says on a record which record it was made from, so that <c>audit</c> can name what is missing or double.</summary>
public static class SourceHeaders
{
    /// <summary>Adds topic, partition and offset of the source.</summary>
    public static HeaderWriter AddSource(this HeaderWriter headers, TopicPartition partition, long offset)
    {
        Span<byte> topic = stackalloc byte[256];
        topic = topic[..Encoding.UTF8.GetBytes(partition.Topic, topic)];
        return headers.Add(HeaderNames.SourceTopic, topic).Add(HeaderNames.SourcePartition, partition.Partition).Add(HeaderNames.SourceOffset, offset);
    }

    /// <summary>Partition and offset of the source, when they are there.</summary>
    public static bool TryGetSource(this HeaderView headers, out int partition, out long offset)
    {
        offset = 0;
        var known = headers.TryGet(HeaderNames.SourcePartition, out long number) & headers.TryGet(HeaderNames.SourceOffset, out offset);
        partition = (int)number;
        return known && partition == number; // a number too large for a partition is none
    }
}
