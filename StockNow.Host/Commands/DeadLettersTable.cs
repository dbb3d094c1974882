using System.Globalization;
using System.Text;
using StockNow.Contracts.Topics;
using StockNow.Host.Display;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>Dead letters as lines of a table, one each.</summary>
/// <param name="to">Takes the lines.</param>
/// <param name="width">Characters of a line; null where lines may be of any length.</param>
internal sealed class DeadLettersTable(TextWriter to, int? width) : IDeadLettersOutput
{
    const int PreviewLength = 100;

    bool _hasBegun;

    public void Add(in LogRecord record, TopicPartition partition)
    {
        if (!_hasBegun) Write("at", "when", "from", "reason", "error and beginning");
        _hasBegun = true;
        var headers = DeadLetterHeaders.Of(record);
        Write($"{partition.Partition}@{record.Offset.ToString(CultureInfo.InvariantCulture)}",
            ZoneTime.Utc.DateAndTime(DateTimeOffset.FromUnixTimeMilliseconds(record.TimestampMs)), headers.Source, headers.Reason,
            $"{headers.Error}  {Preview(record.Value)}");
    }

    public void End(long total) => to.Flush();

    public void Dispose()
    {
    }

    void Write(string at, string when, string from, string reason, string what)
    {
        var line = PeopleText.OneLine($"{at,-8}  {when,-20}  {from,-28}  {reason,-15}  {what}");
        to.WriteLine(width is { } most && line.Length >= most ? $"{line[..Math.Max(0, most - 2)]}…" : line);
    }

    static string Preview(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value[..Math.Min(value.Length, PreviewLength)]);
        return value.Length > PreviewLength ? $"{text}... ({PeopleText.Count(value.Length)} bytes)" : text;
    }
}
