namespace StockNow.Contracts.Events;

/// <summary>Memory for texts that JSON escapes; unescaping never makes a text longer, so a record's own length is always enough.</summary>
sealed class Scratch
{
    /// <summary>What one long record needed beyond this is not kept for the records after it.</summary>
    public const int KeptBytes = 64 * 1024;

    byte[] _memory = [];
    int _taken;

    public void Reset(int atMost)
    {
        if (_memory.Length < atMost || (_memory.Length > KeptBytes && atMost <= KeptBytes)) _memory = new byte[Math.Max(atMost, 1024)];
        _taken = 0;
    }

    public Span<byte> Take(int length)
    {
        var room = _memory.AsSpan(_taken, length);
        _taken += length;
        return room;
    }
}
