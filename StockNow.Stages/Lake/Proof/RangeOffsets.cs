using System.Collections;
using StockNow.Stages.Lake.Table;

namespace StockNow.Stages.Lake.Proof;

/// <summary>Offsets of one range seen so far: bits where the range is dense, a set where it has wide gaps.</summary>
sealed class RangeOffsets(Intent intent)
{
    const long LargestBitmap = 64L << 20;

    // Made at the first offset: most verifications read none.
    readonly Lazy<BitArray?> _bits = new(() => intent.End - intent.Start < LargestBitmap ? new((int)(intent.End - intent.Start + 1)) : null);
    readonly HashSet<long> _few = [];

    /// <summary>Adds the offsets of a file.</summary>
    /// <returns>Those that are not within the range, and those that were seen before; each ascending.</returns>
    public (IReadOnlyCollection<long> Outside, IReadOnlyCollection<long> Again) Add(long[] offsets)
    {
        var (outside, again) = (new SortedSet<long>(), new SortedSet<long>());
        foreach (var offset in offsets)
        {
            if (offset < intent.Start || offset > intent.End) outside.Add(offset);
            else if (!IsNew(offset)) again.Add(offset);
        }
        return (outside, again);
    }

    bool IsNew(long offset)
    {
        if (_bits.Value is not { } bits) return _few.Add(offset);
        var at = (int)(offset - intent.Start);
        if (bits[at]) return false;
        return bits[at] = true;
    }
}
