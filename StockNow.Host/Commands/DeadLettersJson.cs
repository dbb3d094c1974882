using System.Text;
using System.Text.Json;
using StockNow.Contracts.Topics;
using StockNow.Host.Display;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>Dead letters for programs: one object with <c>event_log</c>, <c>dead_letters</c> and <c>total</c>, written as they are read.</summary>
internal sealed class DeadLettersJson : IDeadLettersOutput
{
    static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    readonly Stream _to;
    readonly Utf8JsonWriter _json;

    public DeadLettersJson(string eventLog, Stream to)
    {
        (_to, _json) = (to, new Utf8JsonWriter(to, new JsonWriterOptions { Indented = true, Encoder = ScreenJsonEncoder.Instance, NewLine = "\n" }));
        _json.WriteStartObject();
        _json.WriteString("event_log", eventLog);
        _json.WriteStartArray("dead_letters");
    }

    /// <summary>Writes one; key and value as text where they are UTF-8, otherwise as <c>key_base64</c> and <c>value_base64</c>.</summary>
    public void Add(in LogRecord record, TopicPartition partition)
    {
        _json.WriteStartObject();
        _json.WriteString("partition", partition.ToString());
        _json.WriteNumber("offset", record.Offset);
        _json.WriteStartObject("headers");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var header in record.Headers)
            if (Encoding.UTF8.GetString(header.Name) is var name && seen.Add(name)) _json.WriteString(name, Encoding.UTF8.GetString(header.Value));
        _json.WriteEndObject();
        Write("key", record.Key);
        Write("value", record.Value);
        _json.WriteEndObject();
        _json.Flush();
    }

    /// <param name="total">How many there are, shown or not.</param>
    public void End(long total)
    {
        _json.WriteEndArray();
        _json.WriteNumber("total", total);
        _json.WriteEndObject();
        _json.Flush();
        _to.Write("\n"u8);
        _to.Flush();
    }

    public void Dispose() => _json.Dispose();

    void Write(string name, ReadOnlySpan<byte> bytes)
    {
        try { _json.WriteString(name, Strict.GetString(bytes)); }
        catch (DecoderFallbackException) { _json.WriteBase64String($"{name}_base64", bytes); }
    }
}
