using StockNow.Stages.Hosting;
using StockNow.Tests.Support;

namespace StockNow.Tests.Hosting;

sealed class StageSelectionTests
{
    [TestCase("all", "simulator,alert-filter,alert-handler,storage,analysis")]
    [TestCase("storage", "storage")]
    [TestCase("storage,simulator", "simulator,storage")]
    [TestCase(" Alert-Filter , STORAGE,storage,", "alert-filter,storage")]
    [TestCase("storage,ALL", "simulator,alert-filter,alert-handler,storage,analysis")]
    public void Named_stages_come_in_the_order_of_the_flow_each_once(string text, string stages)
    {
        var (named, unknown) = StageSelection.Parse(text, ProductPipeline.Stages);

        named.Should().Equal(stages.Split(','));
        unknown.Should().BeEmpty();
    }

    [Test]
    public void Names_of_no_stage_are_reported_beside_those_that_are_one()
    {
        var (named, unknown) = StageSelection.Parse("storage,alertfilter,all stages", ProductPipeline.Stages);

        named.Should().Equal("storage");
        unknown.Should().Equal("alertfilter", "all stages");
    }

    [TestCase("")]
    [TestCase(" , ")]
    public void Naming_nothing_is_an_unknown_stage_without_a_name(string text) => StageSelection.Parse(text, ProductPipeline.Stages).Unknown.Should().Equal("");
}
