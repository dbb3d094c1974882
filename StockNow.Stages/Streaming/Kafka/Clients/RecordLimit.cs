using System.Globalization;
using StockNow.Contracts.Events;

namespace StockNow.Stages.Streaming.Kafka.Clients;

/// <summary>How large a record can become: the longest reading as its value, its sensor as the key, and the headers.</summary>
/// <remarks>Topics and clients that allow less would let a stage fail again and again over one reading that is within <c>MaxReadingBytes</c>.</remarks>
static class RecordLimit
{
    const int Headers = 64 * 1024, ClientDefault = 10_000_000, ResponseDefault = 100_000_000, ResponseFrame = 64 * 1024;

    /// <summary>What max.message.bytes of a topic must allow.</summary>
    public static int Of(ReadingLimits limits) => (2 * limits.MaxBytes) + Headers;

    /// <summary>What a consumer needs to read it.</summary>
    public static IEnumerable<KeyValuePair<string, string>> ForConsumer(int limit) =>
        [new("fetch.message.max.bytes", Text(limit)), new("message.max.bytes", Text(Math.Max(limit, ClientDefault))),
            new("receive.message.max.bytes", Text(Math.Max(limit + ResponseFrame, ResponseDefault)))];

    static string Text(int bytes) => bytes.ToString(CultureInfo.InvariantCulture);
}
