using CsCheck;
using StockNow.Host.Display;

namespace StockNow.Tests.Dashboard;

public sealed class WrappingTests
{
    [Test]
    public void Lines_break_between_words_and_the_following_ones_are_indented() =>
        Wrapping.Lines("a second Ctrl-C ends at once", 12).Should().Equal("a second", "  Ctrl-C", "  ends at", "  once");

    [Test]
    public void Indent_of_the_text_stays() => Wrapping.Lines("  to stop    Ctrl-C", 80).Should().Equal("  to stop    Ctrl-C");

    [Test]
    public void No_line_is_too_long_and_no_letter_is_lost() =>
        Gen.Select(Gen.String[Gen.Char["ab  "], 0, 200], Gen.Int[3, 40]).Sample((text, width) =>
        {
            var lines = Wrapping.Lines(text, width).ToList();
            lines.Should().OnlyContain(line => line.Length <= width);
            string.Concat(lines).Replace(" ", "", StringComparison.Ordinal).Should().Be(text.Replace(" ", "", StringComparison.Ordinal));
        });
}
