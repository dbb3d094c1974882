using CsCheck;
using StockNow.Contracts.Topics;
using StockNow.Stages.Audit;

namespace StockNow.Tests.Audit;

sealed class LedgerTests
{
    static readonly TopicPartition Source = new(TopicNames.Input, 4);

    [Test]
    public void What_was_expected_and_found_once_is_no_finding()
    {
        var ledger = Ledger(expected: [1, 2, 3], seen: [3, 1, 2]);

        (Says(ledger).Count, ledger.Accounted).Should().Be((0, 3));
    }

    [Test]
    public void Each_fault_is_named_with_its_offsets() => Says(Ledger(expected: [1, 2, 3, 7, 8], seen: [1, 1, 1, 2, 9])).Should().Equal(
        "instocknow-input-4: the alerts of 3 offsets are missing: 3, 7-8",
        "instocknow-input-4: the alert of offset 1 is there more than once",
        "instocknow-input-4: the alert of offset 9 is there without a cause");

    [Test]
    public void What_is_no_longer_in_the_log_or_still_waiting_is_not_judged() =>
        Says(Ledger(expected: [9, 20], seen: [8, 8, 21], from: 10, to: 20)).Should().BeEmpty();

    [Test]
    public void What_the_log_has_lost_is_not_judged()
    {
        var ledger = Ledger(expected: [1, 9], seen: [1, 3, 4, 4, 5]);
        ledger.Lose(3, 5);

        Says(ledger).Should().Equal("instocknow-input-4: the alert of offset 9 is missing",
            "instocknow-input-4: the alert of offset 5 is there without a cause");
    }

    [Test]
    public void What_is_excused_is_accounted_for_and_not_missed()
    {
        var ledger = Ledger(expected: [1, 2, 5, 6], seen: [2, 6], excused: [1, 2]);

        Says(ledger).Should().Equal("instocknow-input-4: the alert of offset 5 is missing");
        (ledger.Accounted, ledger.Missing).Should().Be((3, 1));
    }

    [Test]
    public void Its_findings_are_what_sets_say() =>
        Gen.Select(Offsets, Offsets, Offsets, Gen.Long[0, 20], Gen.Long[20, 40]).Sample((expected, seen, some, from, to) =>
    {
        var excused = some.Intersect(expected).ToArray();
        var ledger = Ledger(expected, seen, from, to, excused);
        var (due, found) = (expected.Where(IsJudged).Distinct().Order().ToList(), seen.Where(IsJudged).ToList());
        string[] findings =
        [
            .. Say([.. due.Except(found).Except(excused)], "missing"),
            .. Say([.. found.GroupBy(offset => offset).Where(same => same.Count() > 1).Select(same => same.Key).Order()], "there more than once"),
            .. Say([.. found.Except(due).Order()], "there without a cause"),
        ];
        return Says(ledger).SequenceEqual(findings) && ledger.Accounted == due.Intersect(found.Union(excused)).Count()
            && ledger.Accounted + ledger.Missing == due.Count;

        bool IsJudged(long offset) => offset >= from && offset < to;
    });

    [Test]
    public void A_text_of_ranges_names_exactly_its_offsets() => Gen.Long[0, 60].Array[0, 25].Sample(some =>
    {
        var offsets = some.Distinct().Order().ToList();
        var (text, count) = OffsetRanges.Describe(offsets);
        var parts = text.Split(" and ");
        var named = parts[0].Split(", ", StringSplitOptions.RemoveEmptyEntries).SelectMany(range =>
        {
            var ends = range.Split('-').Select(long.Parse).ToList();
            return Enumerable.Range(0, (int)(ends[^1] - ends[0]) + 1).Select(n => ends[0] + n);
        }).ToList();
        var more = parts.Length > 1 ? int.Parse(parts[1].Replace(" more", ""), System.Globalization.CultureInfo.InvariantCulture) : 0;
        return count == offsets.Count && named.Count + more == count && named.SequenceEqual(offsets.Take(named.Count));
    });

    static Gen<long[]> Offsets => Gen.Long[0, 40].Array[0, 30];

    static IEnumerable<string> Say(List<long> offsets, string fault) => offsets.Count switch
    {
        0 => [],
        1 => [$"{Source}: the alert of offset {offsets[0]} is {fault}"],
        _ => [$"{Source}: the alerts of {offsets.Count} offsets are {fault}: {OffsetRanges.Describe(offsets).Text}"],
    };

    static Ledger Ledger(long[] expected, long[] seen, long from = 0, long to = 100, long[]? excused = null)
    {
        var ledger = new Ledger(Source, "alert", to) { From = from };
        foreach (var offset in expected) ledger.Expect(offset);
        foreach (var offset in excused ?? []) ledger.Excuse(offset);
        foreach (var offset in seen) ledger.See(offset);
        return ledger;
    }

    static List<string> Says(Ledger ledger) => [.. ledger.Findings().Select(finding => $"{finding.Where}: {finding.What}")];
}
