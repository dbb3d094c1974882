using System.Buffers.Text;
using System.Text;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.AlertHandler;

/// <summary>A report's identity: <c>topic-partition-offset</c> of its alert, so that a retry is the same report.</summary>
static class ReportId
{
    /// <returns>The bytes written, UTF-8.</returns>
    public static int Write(TopicPartition partition, long offset, Span<byte> to)
    {
        var length = Encoding.UTF8.GetBytes(partition.Topic, to);
        to[length++] = (byte)'-';
        Utf8Formatter.TryFormat(partition.Partition, to[length..], out var digits);
        length += digits;
        to[length++] = (byte)'-';
        Utf8Formatter.TryFormat(offset, to[length..], out digits);
        return length + digits;
    }
}
