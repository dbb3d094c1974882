using System.Globalization;

namespace StockNow.Stages.Streaming.Kafka.Topics;

/// <summary>
/// How large a record may be that a producer sends, by topic: as the topics' max.message.bytes and the client's own properties were when it was made.
/// </summary>
/// <remarks>Brokers count compressed bytes. What fits uncompressed is always taken, so that no record, and with it its transaction, is refused later.</remarks>
sealed class TopicLimits(IReadOnlyDictionary<string, int> limits, int recordLimit, int? clientLimit)
{
    // Around the bytes of a record lie the headers of its batch and a few lengths. A record beyond the most would not fit into the producer's queue with
    // others.
    const int Frame = 1024, Most = 64 * 1024 * 1024, ClientDefault = 10_000_000, DefaultBatch = 1_000_000;

    /// <summary>For a producer that sends nothing.</summary>
    public static readonly TopicLimits Unknown = new(new Dictionary<string, int>(), ClientDefault, null);

    /// <summary>How many bytes key, value and headers of one record may have together.</summary>
    public long Of(string topic) => Math.Min(Math.Min(limits.GetValueOrDefault(topic, recordLimit), Most), clientLimit ?? Most) - Frame;

    /// <exception cref="RecordException">The topic does not take the record.</exception>
    public void Check(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers)
    {
        var bytes = (long)key.Length + value.Length + (headers?.Encoded.Length ?? 0);
        if (bytes > Of(topic))
            throw new RecordException(string.Create(CultureInfo.InvariantCulture,
                $"the record for {topic} has {bytes} bytes, but the topic accepts at most {Of(topic)} (max.message.bytes)"));
    }

    /// <summary>
    /// What a producer needs to send it: the client counts bytes before it compresses them, and would refuse what the topics take. Batches never become larger
    /// than the smallest topic takes.
    /// </summary>
    public IEnumerable<KeyValuePair<string, string>> ForProducer()
    {
        var largest = Math.Max(Math.Min(limits.Values.Append(recordLimit).Max(), Most), ClientDefault);
        var smallest = limits.Values.Append(DefaultBatch).Min();
        return [new("message.max.bytes", Text(largest)), new("batch.size", Text(Math.Max(smallest - Frame, 1)))];
    }

    static string Text(int bytes) => bytes.ToString(CultureInfo.InvariantCulture);
}
