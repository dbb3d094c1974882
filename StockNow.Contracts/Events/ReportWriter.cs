using System.Buffers;
using System.Text.Json;

namespace StockNow.Contracts.Events;

/// <summary>Writes missing-product reports: the three members every consumer knows first, ours after them.</summary>
public sealed class ReportWriter : IDisposable
{
    readonly ArrayBufferWriter<byte> _bytes = new(512);
    readonly Utf8JsonWriter _json;

    /// <summary>A writer with memory of its own; one per thread.</summary>
    public ReportWriter() => _json = new Utf8JsonWriter(_bytes, new JsonWriterOptions { Encoder = PlainJsonEncoder.Instance });

    /// <summary>The report on one alert as UTF-8 JSON; valid until the next call.</summary>
    /// <param name="alert">The reading that raised it.</param>
    /// <param name="missingQuantity">Pieces to bring.</param>
    /// <param name="highPriority">Whether the product belongs to the season.</param>
    /// <param name="season">The season's name.</param>
    /// <param name="reportId">The report's identity, UTF-8.</param>
    public ReadOnlySpan<byte> Write(in ReadingFields alert, long missingQuantity, bool highPriority, string season, ReadOnlySpan<byte> reportId)
    {
        _bytes.ResetWrittenCount();
        _json.Reset();
        Span<byte> time = stackalloc byte[24];
        var timeLength = Iso8601.Write(alert.TimestampMs, time);

        _json.WriteStartObject();
        _json.WriteString("product_id"u8, alert.ProductId);
        _json.WriteNumber("missing_quantity"u8, missingQuantity);
        _json.WriteBoolean("high_priority"u8, highPriority);
        _json.WriteString("report_id"u8, reportId);
        _json.WriteString("sensor_id"u8, alert.SensorId);
        _json.WriteString("store"u8, alert.Store);
        _json.WriteNumber("quantity"u8, alert.Quantity);
        _json.WriteNumber("threshold"u8, alert.Threshold);
        _json.WriteString("season"u8, season);
        _json.WriteString("detected_at"u8, time[..timeLength]);
        _json.WriteEndObject();
        _json.Flush();
        return _bytes.WrittenSpan;
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();
}
