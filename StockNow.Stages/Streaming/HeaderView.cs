using System.Buffers.Text;

namespace StockNow.Stages.Streaming;

/// <summary>A record's headers where they lie.</summary>
public readonly ref struct HeaderView
{
    readonly ReadOnlySpan<byte> _encoded;

    internal HeaderView(ReadOnlySpan<byte> encoded) => _encoded = encoded;

    /// <summary>The first header of a name.</summary>
    public bool TryGet(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        foreach (var header in this)
        {
            if (!header.Name.SequenceEqual(name)) continue;
            value = header.Value;
            return true;
        }
        value = default;
        return false;
    }

    /// <summary>The first header of a name, as a number.</summary>
    public bool TryGet(ReadOnlySpan<byte> name, out long value)
    {
        value = 0;
        return TryGet(name, out ReadOnlySpan<byte> text) && Utf8Parser.TryParse(text, out value, out var used) && used == text.Length;
    }

    /// <summary>All headers in order.</summary>
    public Enumerator GetEnumerator() => new(_encoded);

    /// <summary>A header.</summary>
    public readonly ref struct Header(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        /// <summary>Its name, UTF-8.</summary>
        public ReadOnlySpan<byte> Name { get; } = name;

        /// <summary>Its value.</summary>
        public ReadOnlySpan<byte> Value { get; } = value;
    }

    /// <summary>Walks over headers.</summary>
    public ref struct Enumerator
    {
        readonly ReadOnlySpan<byte> _encoded;
        int _at;

        internal Enumerator(ReadOnlySpan<byte> encoded) => _encoded = encoded;

        /// <summary>The header stood on.</summary>
        public Header Current { get; private set; }

        /// <summary>Steps to the next header.</summary>
        public bool MoveNext()
        {
            if (_at >= _encoded.Length) return false;
            var name = Take();
            Current = new Header(name, Take());
            return true;
        }

        ReadOnlySpan<byte> Take()
        {
            var length = Varint.Read(_encoded, ref _at);
            var taken = _encoded.Slice(_at, length);
            _at += length;
            return taken;
        }
    }
}
