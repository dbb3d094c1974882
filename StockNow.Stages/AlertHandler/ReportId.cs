using System.Buffers.Text;
using System.Text;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.AlertHandler;

/// <summary>
/// A report's identity: <c>topic-partition-offset-log</c> of its alert, so that a retry is the same report, and a report of a topic that was recreated is
/// another one.
/// </summary>
static class ReportId
{
    /// <returns>The bytes written, UTF-8.</returns>
    public static int Write(RecordSource source, long offset, Span<byte> to)
    {
        var length = Encoding.UTF8.GetBytes(source.Partition.Topic, to);
        to[length++] = (byte)'-';
        Utf8Formatter.TryFormat(source.Partition.Partition, to[length..], out var digits);
        length += digits;
        to[length++] = (byte)'-';
        Utf8Formatter.TryFormat(offset, to[length..], out digits);
        length += digits;
        to[length++] = (byte)'-';
        source.LogHash.CopyTo(to[length..]);
        return length + source.LogHash.Length;
    }
}
