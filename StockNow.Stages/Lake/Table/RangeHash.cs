using System.Globalization;
using System.IO.Hashing;

namespace StockNow.Stages.Lake.Table;

/// <summary>
/// A hash over the records of a range, in their order: over offset, key and value of each. Up to version 2 of the intents, over offset and lengths only.
/// </summary>
/// <param name="version">The version of the intent.</param>
struct RangeHash(int version)
{
    ulong _state;

    /// <summary>Adds the next record.</summary>
    public void Add(long offset, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        _state = Mix(_state ^ (ulong)offset);
        _state = Mix(_state ^ (((ulong)(uint)key.Length << 32) | (uint)value.Length));
        if (version < 3) return;
        _state = XxHash3.HashToUInt64(key, (long)_state);
        _state = XxHash3.HashToUInt64(value, (long)_state);
    }

    /// <summary>The hash as 16 hexadecimal digits.</summary>
    public override readonly string ToString() => _state.ToString("x16", CultureInfo.InvariantCulture);

    // The finalizer of SplitMix64: every input bit changes about half of the output bits.
    static ulong Mix(ulong word)
    {
        word += 0x9E3779B97F4A7C15;
        word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9;
        word = (word ^ (word >> 27)) * 0x94D049BB133111EB;
        return word ^ (word >> 31);
    }
}
