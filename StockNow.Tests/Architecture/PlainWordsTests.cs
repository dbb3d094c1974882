using System.Text.RegularExpressions;
using StockNow.Tests.Support;

namespace StockNow.Tests.Architecture;

/// <summary>Words that make a sentence hard to read do not come back into code, tests and documents.</summary>
sealed class PlainWordsTests
{
    static readonly (string Word, string Instead)[] Unwanted =
    [
        ("anew", "again, new, or recreated"), ("whoever", "the operator, the reader, the caller"), ("whosever", "of any producer"), ("whomever", "any writer"),
        ("told", "reported, notified or signalled"), ("behind", "after, or the lag"),
        ("goes on", "continues or resumes"), ("go on", "continue or resume"), ("going on", "continuing"),
    ];

    [Test]
    public void Texts_use_plain_words() =>
        string.Join('\n', SourceFile.Texts().Where(file => Path.GetFileName(file.Path) != $"{nameof(PlainWordsTests)}.cs")
            .SelectMany(file => FaultsIn(Path.GetRelativePath(SharedData.RepositoryRoot, file.Path), file.Text.Split('\n')))).Should().BeEmpty();

    [TestCase("The process goes on from its last commit.", "page.md:1: 'goes on'; write continues or resumes")]
    [TestCase("Whoever reads it begins anew.",
        "page.md:1: 'anew'; write again, new, or recreated\npage.md:1: 'Whoever'; write the operator, the reader, the caller")]
    [TestCase("public void It_goes_on_after_a_fault()", "page.md:1: 'goes_on'; write continues or resumes")]
    [TestCase("A newer version is renewed.", "")]
    public void An_unwanted_word_is_found(string line, string faults) => string.Join('\n', FaultsIn("page.md", [line])).Should().Be(faults);

    static IEnumerable<string> FaultsIn(string file, string[] lines) =>
        from line in lines.Index()
        from word in Unwanted
        from match in Regex.Matches(line.Item, $"(?<![A-Za-z]){word.Word.Replace(" ", "[ _]", StringComparison.Ordinal)}(?![A-Za-z])", RegexOptions.IgnoreCase)
        select $"{file}:{line.Index + 1}: '{match.Value}'; write {word.Instead}";
}
