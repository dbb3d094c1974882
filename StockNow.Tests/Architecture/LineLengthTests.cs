using System.Text.RegularExpressions;
using StockNow.Tests.Support;

namespace StockNow.Tests.Architecture;

/// <summary>Lines are no longer than .editorconfig allows. A text in a raw literal is what it is.</summary>
sealed partial class LineLengthTests
{
    static readonly string EditorConfig = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, ".editorconfig"));
    static readonly int Longest = int.Parse(MaxLineLength().Match(EditorConfig).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    [Test]
    public void No_line_of_code_is_too_long() =>
        string.Join('\n', SourceFile.Texts().Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal)).SelectMany(file =>
            TooLong(file.Text).Select(line => $"{Path.GetRelativePath(SharedData.RepositoryRoot, file.Path)}:{line}"))).Should().BeEmpty();

    [Test]
    public void A_line_that_is_too_long_is_found_unless_it_lies_in_a_raw_literal()
    {
        var text = new string('x', Longest + 1);
        TooLong($"short\n{text}\nvar a = \"\"\"\n{text}\n\"\"\";\n{text}").Should().Equal(2, 6);
    }

    static IEnumerable<int> TooLong(string text)
    {
        var isRaw = false;
        foreach (var (index, line) in text.Split('\n').Index())
        {
            var quotes = RawQuotes().Count(line);
            if (!isRaw && quotes == 0 && line.TrimEnd('\r').Length > Longest) yield return index + 1;
            if (quotes % 2 == 1) isRaw = !isRaw;
        }
    }

    [GeneratedRegex("\"{3,}")]
    private static partial Regex RawQuotes();

    [GeneratedRegex(@"max_line_length = (\d+)")]
    private static partial Regex MaxLineLength();
}
