using System.Text;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Tests.Support;

/// <summary>Keeps what a processor produces, and hands records to it.</summary>
sealed class RecordedOutput : IRecordOutput
{
    const string Log = "log of the test";

    /// <summary>What names the log that the records are handed from.</summary>
    public static string LogHash { get; } = LogIdentity.HashOf(Log);

    public List<(string Topic, string Key, string Value, IReadOnlyDictionary<string, string> Headers)> Records { get; } = [];

    public void Produce(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers = null)
    {
        var seen = new Dictionary<string, string>();
        if (headers is not null)
            foreach (var header in new HeaderView(headers.Encoded)) seen.Add(Encoding.UTF8.GetString(header.Name), Encoding.UTF8.GetString(header.Value));
        Records.Add((topic, Encoding.UTF8.GetString(key), Encoding.UTF8.GetString(value), seen));
    }

    /// <summary>Lets a processor handle a record.</summary>
    public void Hand(IRecordProcessor processor, string value, string topic = TopicNames.Input, int partition = 0, long offset = 0) =>
        processor.Process(new LogRecord(offset, 0, "key"u8, Encoding.UTF8.GetBytes(value), default),
        new RecordSource(new TopicPartition(topic, partition), Log), this);

    public long MaxRecordBytes(string topic) => Limit;

    /// <summary>The largest record that is taken.</summary>
    public long Limit { get; init; } = long.MaxValue;
}
