using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using StockNow.Contracts.Events;

namespace StockNow.Stages.Simulator.Generating;

/// <summary>The readings of one product at one sensor, which differ in timestamp, quantity and alert only: written once, then cut up and copied.</summary>
sealed class ReadingTemplate
{
    const int LongestChanges = 24 + 11 + 5;

    readonly int _threshold;
    readonly byte[] _beforeTime, _beforeQuantity, _beforeAlert, _end;

    /// <param name="sample">Any reading of the product at the sensor.</param>
    /// <param name="writer">Writes the wire format.</param>
    public ReadingTemplate(StockReading sample, ReadingWriter writer)
    {
        _threshold = sample.Threshold;
        SensorId = Encoding.UTF8.GetBytes(sample.SensorId);
        var json = writer.Write(sample);
        var (time, quantity, alert) = (ValueOf("timestamp"u8, json), ValueOf("quantity"u8, json), ValueOf("alert"u8, json));
        _beforeTime = json[..(time.Start.Value + 1)].ToArray();
        _beforeQuantity = json[(time.End.Value - 1)..quantity.Start].ToArray();
        _beforeAlert = json[quantity.End..alert.Start].ToArray();
        _end = json[alert.End..].ToArray();
        MaxLength = json.Length + LongestChanges;
    }

    /// <summary>The record's key.</summary>
    public ReadOnlyMemory<byte> SensorId { get; }

    /// <summary>No reading is longer, in bytes.</summary>
    public int MaxLength { get; }

    /// <summary>Writes a reading as <see cref="ReadingWriter"/> would.</summary>
    /// <param name="time">The timestamp as it stands on the wire.</param>
    /// <param name="quantity">Pieces seen.</param>
    /// <param name="to">At least <see cref="MaxLength"/> bytes.</param>
    /// <returns>The bytes written.</returns>
    public int Write(ReadOnlySpan<byte> time, int quantity, Span<byte> to)
    {
        var rest = Put(_beforeTime, to);
        rest = Put(time, rest);
        rest = Put(_beforeQuantity, rest);
        Utf8Formatter.TryFormat(quantity, rest, out var digits);
        rest = Put(_beforeAlert, rest[digits..]);
        rest = Put(quantity < _threshold ? "true"u8 : "false"u8, rest);
        rest = Put(_end, rest);
        return to.Length - rest.Length;
    }

    static Span<byte> Put(ReadOnlySpan<byte> bytes, Span<byte> to)
    {
        bytes.CopyTo(to);
        return to[bytes.Length..];
    }

    static Range ValueOf(ReadOnlySpan<byte> member, ReadOnlySpan<byte> json)
    {
        var tokens = new Utf8JsonReader(json);
        tokens.Read();
        while (tokens.Read())
        {
            var found = tokens.ValueTextEquals(member);
            tokens.Read();
            if (found) return (int)tokens.TokenStartIndex..(int)tokens.BytesConsumed;
            tokens.Skip();
        }
        throw new InvalidOperationException("the wire format has another shape");
    }
}
