using System.Text;

namespace StockNow.Stages.Lake.Rows;

/// <summary>Memory that the open ranges of one worker share: chunks of rows used again, and one copy of each text that repeats.</summary>
/// <remarks>For one thread at a time.</remarks>
public sealed class RowMemory
{
    const int Slots = 1 << 14, Neighbours = 4, LongestShared = 128;

    readonly Stack<RowChunk> _free = new();
    readonly Slot[] _slots = new Slot[Slots + Neighbours];

    internal RowChunk Rent() => _free.TryPop(out var chunk) ? chunk : new RowChunk();

    internal void Return(RowChunk chunk)
    {
        chunk.Forget();
        _free.Push(chunk);
    }

    /// <summary>The text as a string; for text seen lately, the same one without an allocation.</summary>
    /// <param name="utf8">UTF-8.</param>
    /// <param name="bytes">Increased by what a new string takes.</param>
    internal string Text(ReadOnlySpan<byte> utf8, ref long bytes)
    {
        if (utf8.Length > LongestShared) return NewText(utf8, ref bytes);
        var hash = Hash(utf8);
        var neighbours = _slots.AsSpan((int)(hash & (Slots - 1)), Neighbours);
        foreach (ref readonly var slot in neighbours)
            if (slot.Hash == hash && slot.Utf8 is { } known && utf8.SequenceEqual(known)) return slot.Text;

        // A full neighbourhood gives up the one that the hash picks: the memory stays bounded, and common text soon comes back.
        ref var place = ref neighbours[(int)(hash >> 62)];
        foreach (ref var slot in neighbours)
            if (slot.Utf8 is null) { place = ref slot; break; }
        place = new Slot(hash, utf8.ToArray(), NewText(utf8, ref bytes));
        return place.Text;
    }

    static string NewText(ReadOnlySpan<byte> utf8, ref long bytes)
    {
        var text = Encoding.UTF8.GetString(utf8);
        bytes += 24 + 2 * text.Length;
        return text;
    }

    static ulong Hash(ReadOnlySpan<byte> utf8)
    {
        const ulong Mix = 0x9E3779B97F4A7C15;
        var hash = (ulong)utf8.Length * Mix;
        for (; utf8.Length >= 8; utf8 = utf8[8..]) hash = Step(hash, BitConverter.ToUInt64(utf8));
        ulong rest = 0;
        foreach (var one in utf8) rest = (rest << 8) | one;
        hash = Step(hash, rest);
        return hash ^ (hash >> 29);

        static ulong Step(ulong hash, ulong word) => ulong.RotateLeft((hash ^ word) * Mix, 29);
    }

    readonly record struct Slot(ulong Hash, byte[] Utf8, string Text);
}
