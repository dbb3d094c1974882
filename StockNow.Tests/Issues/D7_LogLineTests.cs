using CsCheck;
using Microsoft.Extensions.Logging;
using StockNow.Host.Dashboard;
using StockNow.Host.Display;

namespace StockNow.Tests.Issues;

/// <summary>D7: no name from outside makes a line endless, ends it, or turns the direction of writing.</summary>
sealed class D7_LogLineTests
{
    [Test]
    public void Line_of_a_name_of_900_KB_is_cut_and_says_how_much_is_left_out()
    {
        var line = LogLine.Of(DateTimeOffset.UnixEpoch, LogLevel.Information, "Reports", $"Missing at {new string('x', 900_000)}", null).Text;

        line.Length.Should().BeLessThan(2_050);
        line.Should().MatchRegex(@"x\.\.\. \(898,0\d\d more characters\)$");
    }

    [Test]
    public void Causes_are_cut_too() =>
        LogLine.Of(DateTimeOffset.UnixEpoch, LogLevel.Warning, "Storage", "again", new IOException(new string('y', 900_000))).Text.Length.Should()
        .BeLessThan(5_000);

    [TestCase('\u202E')]
    [TestCase('\u202A')]
    [TestCase('\u2066')]
    [TestCase('\u2069')]
    [TestCase('\u200F')]
    [TestCase('\u061C')]
    [TestCase('\u2028')]
    [TestCase('\u2029')]
    [TestCase('\u0085')]
    [TestCase('\u009B')]
    [TestCase('\u001B')]
    [TestCase('\t')]
    public void Character_that_steers_is_masked(char letter)
    {
        PeopleText.OneLine($"a{letter}b").Should().Be("a?b");
        PeopleText.Name($"a{letter}b").Should().Be("a\uFFFDb");
        PeopleText.Lines($"a{letter}b").Should().NotContain($"{letter}");
    }

    [Test]
    public void Other_writing_stays_as_it_is() => PeopleText.OneLine("crème 皮靴 👩‍👩‍👧 שלום").Should().Be("crème 皮靴 👩‍👩‍👧 שלום");

    [Test]
    public void Line_is_one_line_of_bounded_length() => Gen.String[0, 9_000].Sample(text =>
    {
        var line = PeopleText.OneLine(text);
        line.Length.Should().BeLessThan(6_100, "a line end takes three characters");
        line.Any(char.IsControl).Should().BeFalse();
    }, iter: 300);

    [Test]
    public void No_letter_is_halved_by_the_cut() =>
        PeopleText.OneLine($"x{string.Concat(Enumerable.Repeat("🎿", 2_000))}").Should().StartWith("x🎿").And.Contain("🎿... (");
}
