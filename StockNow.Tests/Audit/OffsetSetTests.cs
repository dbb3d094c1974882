using CsCheck;
using StockNow.Contracts.Topics;
using StockNow.Stages.Audit;

namespace StockNow.Tests.Audit;

sealed class OffsetSetTests
{
    // Close together, so that sets meet; over several pages; and what only a damaged file names.
    static readonly Gen<long[]> Offsets =
        Gen.OneOf(Gen.Long[0, 200], Gen.Long[0, 200_000], Gen.Long[-200_000, 0], Gen.Const(long.MinValue), Gen.Const(long.MaxValue)).Array[0, 100];

    [Test]
    public void It_is_a_set() => Gen.Select(Offsets, Offsets).Sample((some, others) =>
    {
        var (set, other) = (Of(some), Of(others));
        return set.Count == some.Distinct().Count() && some.All(set.Contains) && set.Except(other).SequenceEqual(some.Distinct().Except(others).Order());
    });

    [TestCase(new long[] { }, "", 0)]
    [TestCase(new long[] { 7 }, "7", 1)]
    [TestCase(new long[] { 3, 7, 8, 9, 12 }, "3, 7-9, 12", 5)]
    public void Offsets_are_reported_as_ranges(long[] offsets, string text, long count) => OffsetRanges.Describe(offsets).Should().Be((text, count));

    [Test]
    public void Of_many_ranges_the_first_twelve_are_reported()
    {
        var (text, count) = OffsetRanges.Describe(Enumerable.Range(0, 100).Select(n => n * 2L));

        (text, count).Should().Be(("0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22 and 88 more", 100));
    }

    static OffsetSet Of(IEnumerable<long> offsets)
    {
        var set = new OffsetSet();
        foreach (var offset in offsets) set.Add(offset);
        return set;
    }
}
