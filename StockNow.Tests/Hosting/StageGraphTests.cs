using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;

namespace StockNow.Tests.Hosting;

sealed class StageGraphTests
{
    [Test]
    public void Input_that_nobody_writes_and_no_other_program_can_is_refused() =>
        Of(Stage("storage", ["readngs"], ["lake"])).Faults().Should()
        .Equal("Stage 'storage' reads 'readngs', which no enabled stage writes and no other program can.");

    [Test]
    public void Input_that_an_enabled_stage_writes_is_fine() =>
        Of(Stage("first", [], ["between"]), Stage("second", ["between"], [])).Faults().Should().BeEmpty();

    [TestCase(TopicNames.Input)]
    [TestCase(TopicNames.Alerts)]
    [TestCase(TopicNames.MissingProducts)]
    [TestCase(TopicNames.DeadLetters)]
    [TestCase(Resources.Lake)]
    public void Input_may_come_from_another_process(string input)
    {
        var graph = Of(Stage("reader", [input], []));

        graph.Faults().Should().BeEmpty();
        graph.InputsFromElsewhere().Should().Equal(input);
    }

    [Test]
    public void Stage_that_is_there_twice_is_refused() =>
        Of(Stage("storage", [], []), Stage("analysis", [], []), Stage("storage", [], [])).Faults().Should().Equal("Stage 'storage' is there 2 times.");

    [Test]
    public void Every_selection_of_real_stages_may_start()
    {
        var stages = StageCatalog.Find().Stages.Select(stage => stage.Descriptor).ToList();
        for (var selection = 1; selection < 1 << stages.Count; selection++)
            Of([.. stages.Where((_, index) => (selection & (1 << index)) != 0)]).Faults().Should().BeEmpty();
    }

    [Test]
    public void Topics_are_those_that_enabled_stages_read_or_write_in_the_order_of_the_flow() =>
        Of(Stage("handler", [TopicNames.Alerts], [TopicNames.MissingProducts]), Stage("storage", [TopicNames.Input], [Resources.Lake])).Topics()
            .Should().Equal(TopicNames.Input, TopicNames.Alerts, TopicNames.MissingProducts);

    [Test]
    public void Graph_is_drawn_as_a_flowchart() =>
        Of(Stage("storage", [TopicNames.Input], [Resources.Lake]), Stage("analysis", [Resources.Lake], [])).ToMermaid().Should().Be("""
            flowchart LR
                instocknow-input([instocknow-input])
                lake[(lake)]
                instocknow-input --> storage
                storage --> lake
                lake --> analysis

            """.ReplaceLineEndings("\n"));

    static StageGraph Of(params StageDescriptor[] stages) => new(stages, [.. StageCatalog.Find().Stages.Select(stage => stage.Descriptor)]);

    static StageDescriptor Stage(string name, string[] reads, string[] writes) => new(name, "does something", reads, writes);
}
