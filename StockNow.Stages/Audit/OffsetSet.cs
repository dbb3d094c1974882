using System.Numerics;

namespace StockNow.Stages.Audit;

/// <summary>A set of offsets at about one bit each.</summary>
sealed class OffsetSet
{
    const int PageBits = 16, OffsetsPerPage = 1 << PageBits;

    readonly SortedDictionary<long, ulong[]> _pages = [];

    /// <summary>How many offsets are in it.</summary>
    public long Count { get; private set; }

    /// <summary>Adds an offset.</summary>
    /// <returns>False when it was there already.</returns>
    public bool Add(long offset)
    {
        var (page, word, bit) = Locate(offset);
        if (!_pages.TryGetValue(page, out var words)) _pages[page] = words = new ulong[OffsetsPerPage / 64];
        if ((words[word] & bit) != 0) return false;
        words[word] |= bit;
        Count++;
        return true;
    }

    /// <summary>Whether an offset is in it.</summary>
    public bool Contains(long offset)
    {
        var (page, word, bit) = Locate(offset);
        return _pages.TryGetValue(page, out var words) && (words[word] & bit) != 0;
    }

    /// <summary>The offsets that are in this set and not in another, ascending.</summary>
    public IEnumerable<long> Except(OffsetSet other)
    {
        foreach (var (page, words) in _pages)
        {
            other._pages.TryGetValue(page, out var theirs);
            for (var word = 0; word < words.Length; word++)
                for (var left = words[word] & ~(theirs?[word] ?? 0); left != 0; left &= left - 1)
                    yield return (page << PageBits) + word * 64L + BitOperations.TrailingZeroCount(left);
        }
    }

    // By shifts, which unlike a division round down for the negative offsets of a damaged file as well.
    static (long Page, int Word, ulong Bit) Locate(long offset) => (offset >> PageBits, (int)(offset & (OffsetsPerPage - 1)) >> 6, 1UL << (int)(offset & 63));
}
