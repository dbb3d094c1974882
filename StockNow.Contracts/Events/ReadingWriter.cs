using System.Buffers;
using System.Text.Json;

namespace StockNow.Contracts.Events;

/// <summary>Writes readings in the wire format, members in its order. The same reading gives the same bytes.</summary>
public sealed class ReadingWriter : IDisposable
{
    readonly ArrayBufferWriter<byte> _bytes = new(512);
    readonly Utf8JsonWriter _json;

    /// <summary>A writer with memory of its own; one per thread.</summary>
    public ReadingWriter() => _json = new Utf8JsonWriter(_bytes, new JsonWriterOptions { Encoder = PlainJsonEncoder.Instance });

    /// <summary>The reading as UTF-8 JSON; valid until the next call.</summary>
    public ReadOnlySpan<byte> Write(StockReading reading)
    {
        _bytes.ResetWrittenCount();
        _json.Reset();
        Span<byte> time = stackalloc byte[24];
        var timeLength = Iso8601.Write(reading.Timestamp.ToUnixTimeMilliseconds(), time);

        _json.WriteStartObject();
        _json.WriteString("sensor_id"u8, reading.SensorId);
        _json.WriteString("timestamp"u8, time[..timeLength]);
        _json.WriteString("product_id"u8, reading.ProductId);
        _json.WriteNumber("quantity"u8, reading.Quantity);
        _json.WriteNumber("threshold"u8, reading.Threshold);
        _json.WriteStartObject("location"u8);
        _json.WriteString("store"u8, reading.Location.Store);
        _json.WriteNumber("lat"u8, reading.Location.Latitude);
        _json.WriteNumber("lon"u8, reading.Location.Longitude);
        _json.WriteEndObject();
        _json.WriteBoolean("alert"u8, reading.Alert);
        _json.WriteEndObject();
        _json.Flush();
        return _bytes.WrittenSpan;
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();
}
