using System.Text.RegularExpressions;
using StockNow.Stages.Hosting;
using StockNow.Tests.Support;

namespace StockNow.Tests.Architecture;

/// <summary>What a reader of the house may rely on.</summary>
sealed partial class HouseTests
{
    const int MostLines = 300;

    static readonly StageCatalog Catalog = StageCatalog.Find();

    static IEnumerable<IStage> Stages => Catalog.Stages;

    [Test]
    public void Stages_there_are_in_the_order_of_the_flow() =>
        Stages.Select(stage => stage.Descriptor.Name).Should().ContainInOrder("simulator", "alert-filter", "alert-handler", "storage", "analysis");

    [TestCaseSource(nameof(Stages))]
    public void Stage_is_a_kit_of_the_same_parts(IStage stage)
    {
        var (name, space) = (stage.Descriptor.SectionName, $"StockNow.Stages.{stage.Descriptor.SectionName}");

        stage.GetType().FullName.Should().Be($"{space}.{name}Stage");
        stage.Options.Type.FullName.Should().Be($"{space}.{name}Options");
        stage.Options.Path.Should().Be(name);
        stage.GetType().Assembly.GetType($"{space}.{name}Worker").Should().Implement<IStageWorker>();
        Directory.Exists(Path.Combine(SharedData.RepositoryRoot, "StockNow.Stages", name)).Should().BeTrue("a stage has a folder of its name");
    }

    [TestCaseSource(nameof(Stages))]
    public void Stage_says_what_it_does_as_a_lower_case_phrase(IStage stage) => stage.Descriptor.Summary.Should().MatchRegex("^[a-z]+s [^\n]*[^.\n]$");

    [Test]
    public void No_source_file_is_longer_than_a_reader_can_hold() => SourceFile.All()
        .Where(file => file.Text.Split('\n').Length - 1 > MostLines).Select(file => file.Path)
        .Should().BeEmpty($"a file has at most {MostLines} lines");

    [Test]
    public void Picture_in_the_README_is_the_pipeline()
    {
        var readme = Path.Combine(SharedData.RepositoryRoot, "README.md");
        if (!File.Exists(readme)) Assert.Ignore("There is no README.md.");

        var pictures = MermaidBlock().Matches(File.ReadAllText(readme)).Select(match => match.Groups[1].Value).ToList();

        pictures.Should().ContainSingle().Which.Should().Be(
            Catalog.GraphOf(Catalog.Names).ToMermaid(), "README.md shows what `graph --stages=all` prints");
    }

    [GeneratedRegex("^```mermaid\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex MermaidBlock();
}
