using System.Globalization;

namespace StockNow.Stages.Lake.Table;

/// <summary>A hash over the offset, key length and value length of each record of a range, in their order.</summary>
struct RangeHash
{
    ulong _state;

    /// <summary>Adds the next record.</summary>
    public void Add(long offset, int keyLength, int valueLength)
    {
        _state = Mix(_state ^ (ulong)offset);
        _state = Mix(_state ^ (((ulong)(uint)keyLength << 32) | (uint)valueLength));
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
