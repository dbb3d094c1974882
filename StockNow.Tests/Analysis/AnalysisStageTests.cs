using StockNow.Stages.Hosting;

namespace StockNow.Tests.Analysis;

[TestFixture]
sealed class AnalysisStageTests
{
    [Test]
    public void It_reads_the_lake_and_writes_answers()
    {
        var stage = StageCatalog.Find()[StageNames.Analysis];

        stage.Descriptor.Reads.Should().Equal(Resources.Lake);
        stage.Descriptor.Writes.Should().Equal(Resources.Answers);
        stage.Options.Path.Should().Be("Analysis");
    }
}
