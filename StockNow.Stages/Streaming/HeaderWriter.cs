using System.Buffers.Text;

namespace StockNow.Stages.Streaming;

/// <summary>Puts a record's headers together; used again and again.</summary>
public sealed class HeaderWriter
{
    byte[] _bytes = new byte[256];
    int _length;

    /// <summary>The headers in the form that <see cref="HeaderView"/> reads.</summary>
    internal ReadOnlySpan<byte> Encoded => _bytes.AsSpan(0, _length);

    /// <summary>Forgets all headers.</summary>
    public HeaderWriter Clear()
    {
        _length = 0;
        return this;
    }

    /// <summary>Adds a header.</summary>
    public HeaderWriter Add(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        var need = _length + name.Length + value.Length + 2 * Varint.MaxLength;
        if (need > _bytes.Length) Array.Resize(ref _bytes, Math.Max(need, _bytes.Length * 2));
        Put(name);
        Put(value);
        return this;
    }

    /// <summary>Adds a header whose value is a number, in decimal.</summary>
    public HeaderWriter Add(ReadOnlySpan<byte> name, long value)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(value, digits, out var length);
        return Add(name, digits[..length]);
    }

    void Put(ReadOnlySpan<byte> text)
    {
        _length += Varint.Write(_bytes.AsSpan(_length), text.Length);
        text.CopyTo(_bytes.AsSpan(_length));
        _length += text.Length;
    }
}
