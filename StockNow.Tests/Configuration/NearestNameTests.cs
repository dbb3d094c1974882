using CsCheck;
using StockNow.Host.Configuration;
using StockNow.Stages.Hosting;
using StockNow.Tests.Support;

namespace StockNow.Tests.Configuration;

public sealed class NearestNameTests
{
    static readonly Gen<string> Name = Gen.Char['a', 'e'].Array[1, 12].Select(letters => new string(letters));

    [TestCase("alertfilter", StageNames.AlertFilter)]
    [TestCase("Storge", StageNames.Storage)]
    [TestCase("anlaysis", StageNames.Analysis)]
    public void A_slip_of_the_fingers_is_understood(string written, string meant) => NearestName.Find(written, ProductPipeline.Stages).Should().Be(meant);

    [Test]
    public void Something_else_altogether_is_not_guessed_at() => NearestName.Find("banana", ProductPipeline.Stages).Should().BeNull();

    [Test]
    public void Advice_names_the_nearest_and_all_known() => NearestName.Advice("alertfilter", ProductPipeline.Stages).Should()
        .Be("; did you mean 'alert-filter'? Known: simulator, alert-filter, alert-handler, storage, analysis.");

    [Test]
    public void Advice_without_a_near_name_lists_the_known() => NearestName.Advice("banana", ["Local", "S3"]).Should().Be(". Known: Local, S3.");

    [Test]
    public void A_known_name_is_nearest_to_itself_in_any_case() => Gen.Select(Name, Name.Array[0, 5]).Sample((name, others) =>
        NearestName.Find(name.ToUpperInvariant(), [.. others, name]).Should().BeEquivalentTo(name));

    [Test]
    public void No_known_name_has_fewer_edits_than_the_one_found() => Gen.Select(Name, Name.Array[0, 8]).Sample((name, known) =>
    {
        var found = NearestName.Find(name, known);
        if (found is null) return;
        known.Should().Contain(found);
        known.Min(candidate => NearestName.Edits(name, candidate)).Should().Be(NearestName.Edits(name, found));
    });

    [Test]
    public void One_edit_counts_one() => Gen.Select(Name, Gen.Int[0, 11], Gen.Int[0, 3]).Sample((name, at, edit) =>
    {
        at %= name.Length;
        var edited = edit switch
        {
            0 => name.Remove(at, 1),
            1 => name.Insert(at, "x"),
            2 => name[..at] + 'x' + name[(at + 1)..],
            _ => at == 0 ? name + 'x' : name[..(at - 1)] + name[at] + name[at - 1] + name[(at + 1)..],
        };
        NearestName.Edits(name, edited).Should().BeLessThanOrEqualTo(1);
        NearestName.Find(edited, [name]).Should().Be(name);
    });

    [Test]
    public void Edits_are_the_same_both_ways_and_at_most_the_longer_name() => Gen.Select(Name, Name).Sample((a, b) =>
    {
        NearestName.Edits(a, b).Should().Be(NearestName.Edits(b, a)).And.BeInRange(Math.Abs(a.Length - b.Length), Math.Max(a.Length, b.Length));
        (NearestName.Edits(a, b) == 0).Should().Be(a == b);
    });
}
