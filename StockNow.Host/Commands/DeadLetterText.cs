using System.Globalization;
using System.Text;
using System.Text.Unicode;
using StockNow.Contracts.Topics;
using StockNow.Host.Display;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>A dead letter with all that it holds, for a person.</summary>
/// <param name="to">Takes the lines.</param>
internal sealed class DeadLetterText(TextWriter to) : IDeadLettersOutput
{
    const int BytesOfLine = 16;

    public void Add(in LogRecord record, TopicPartition partition)
    {
        to.WriteLine($"Dead letter {partition}@{record.Offset.ToString(CultureInfo.InvariantCulture)}");
        Line("appended", ZoneTime.Utc.DateAndTime(DateTimeOffset.FromUnixTimeMilliseconds(record.TimestampMs)));
        foreach (var header in record.Headers) Line(Encoding.UTF8.GetString(header.Name), Encoding.UTF8.GetString(header.Value));
        Line("key", Encoding.UTF8.GetString(record.Key));
        Line("value", PeopleText.Count(record.Value.Length, "byte"));
        if (Utf8.IsValid(record.Value))
            foreach (var line in Encoding.UTF8.GetString(record.Value).ReplaceLineEndings("\n").Split('\n')) to.WriteLine(PeopleText.Masked(line, '\uFFFD'));
        else
            for (var at = 0; at < record.Value.Length; at += BytesOfLine)
                to.WriteLine(Dump(record.Value.Slice(at, Math.Min(BytesOfLine, record.Value.Length - at)), at));
    }

    public void End(long total) => to.Flush();

    public void Dispose()
    {
    }

    void Line(string name, string value) => to.WriteLine($"  {PeopleText.OneLine(name),-16}  {PeopleText.OneLine(value)}");

    // What is no text is shown byte by byte.
    static string Dump(ReadOnlySpan<byte> bytes, int at)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{at:x8}  ");
        foreach (var one in bytes) text.Append(CultureInfo.InvariantCulture, $"{one:x2} ");
        text.Append(' ', 3 * (BytesOfLine - bytes.Length) + 1);
        foreach (var one in bytes) text.Append(one is >= (byte)' ' and < 127 ? (char)one : '.');
        return text.ToString();
    }
}
