namespace StockNow.Contracts.Events;

/// <summary>Memory for texts that JSON escapes; unescaping never makes a text longer, so a record's own length is always enough.</summary>
sealed class Scratch
{
    byte[] _memory = [];
    int _taken;

    public void Reset(int atMost)
    {
        if (_memory.Length < atMost) _memory = new byte[Math.Max(atMost, 1024)];
        _taken = 0;
    }

    public Span<byte> Take(int length)
    {
        var room = _memory.AsSpan(_taken, length);
        _taken += length;
        return room;
    }
}
