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

    /// <summary>Reads a number and moves on after it.</summary>
    /// <exception cref="InvalidDataException">The number does not end, or is not there.</exception>
    public static int Read(ReadOnlySpan<byte> from, ref int at)
    {
        if ((uint)at < (uint)from.Length && from[at] < 0x80) return from[at++];
        uint number = 0;
        for (var shift = 0; shift < 35; shift += 7)
        {
            if ((uint)at >= (uint)from.Length) throw new InvalidDataException("a length is cut off");
            uint next = from[at++];
            number |= (next & 0x7F) << shift;
            if (next < 0x80) return (int)number;
        }
        throw new InvalidDataException("a length does not end within five bytes");
    }
}
