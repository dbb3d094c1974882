namespace StockNow.Stages.Streaming;

/// <summary>Unsigned numbers, seven bits a byte, the lowest first.</summary>
static class Varint
{
    public const int MaxLength = 5;

    /// <returns>The bytes written.</returns>
    public static int Write(Span<byte> to, int number)
    {
        var rest = (uint)number;
        var at = 0;
        for (; rest >= 0x80; rest >>= 7) to[at++] = (byte)(rest | 0x80);
        to[at++] = (byte)rest;
        return at;
    }

    /// <summary>Reads a number and moves on behind it.</summary>
    /// <exception cref="InvalidDataException">The number does not end.</exception>
    public static int Read(ReadOnlySpan<byte> from, ref int at)
    {
        uint number = from[at++];
        if (number < 0x80) return (int)number;
        number &= 0x7F;
        for (var shift = 7; shift < 35; shift += 7)
        {
            uint next = from[at++];
            number |= (next & 0x7F) << shift;
            if (next < 0x80) return (int)number;
        }
        throw new InvalidDataException("a length does not end within five bytes");
    }
}
