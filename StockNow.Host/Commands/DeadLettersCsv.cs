using System.Globalization;
using System.Text;
using StockNow.Contracts.Topics;
using StockNow.Host.Display;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>Dead letters as CSV by RFC 4180. Other programs read it: columns are added, never renamed.</summary>
/// <param name="to">Takes the lines.</param>
internal sealed class DeadLettersCsv(TextWriter to) : IDeadLettersOutput
{
    bool _hasBegun;

    public void Add(in LogRecord record, TopicPartition partition)
    {
        if (!_hasBegun) to.Write("partition,offset,appended_at,stage,reason,source,error,key,value" + CsvText.LineEnd);
        _hasBegun = true;
        var headers = DeadLetterHeaders.Of(record);
        to.Write(string.Create(CultureInfo.InvariantCulture,
            $"{partition.Partition},{record.Offset},{DateTimeOffset.FromUnixTimeMilliseconds(record.TimestampMs).UtcDateTime:yyyy-MM-ddTHH:mm:ss.FFFZ},"
            + $"{CsvText.Field(headers.Stage)},{CsvText.Field(headers.Reason)},{CsvText.Field(headers.Source)},{CsvText.Field(headers.Error)},"
            + $"{CsvText.Field(Encoding.UTF8.GetString(record.Key))},{CsvText.Field(Encoding.UTF8.GetString(record.Value))}{CsvText.LineEnd}"));
    }

    public void End(long total) => to.Flush();

    public void Dispose()
    {
    }
}
