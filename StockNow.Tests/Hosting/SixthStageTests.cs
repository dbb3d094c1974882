using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Tests.Support;

namespace StockNow.Tests.Hosting;

/// <summary>A stage is described once: its descriptor is enough for all that is derived from it.</summary>
sealed class SixthStageTests
{
    const string Name = "episodes", Topic = "instocknow-episodes", Group = "instocknow-episodes-reader";

    static readonly StageCatalog Catalog = new([.. StageCatalog.Find().Stages, new DescribedStage(
        new StageDescriptor(Name, "joins reports to episodes", [TopicNames.MissingProducts], [Topic]) { Group = Group })]);

    [Test]
    public void It_can_be_named_on_the_command_line() =>
        StageSelection.Parse("all", Catalog.Names).Stages.Should().Equal("simulator", "alert-filter", "alert-handler", "storage", "analysis", Name);

    [Test]
    public void It_is_drawn_into_the_graph() =>
        Catalog.GraphOf(Catalog.Names).ToMermaid().Should().Contain($"{TopicNames.MissingProducts} --> {Name}").And.Contain($"{Name} --> {Topic}");

    [Test]
    public void It_may_run_alone_on_the_output_of_another_process() => Catalog.GraphOf([Name]).Faults().Should().BeEmpty();

    [Test]
    public void Its_topic_is_created_at_the_start() => Catalog.GraphOf([Name]).Topics().Should().Equal(TopicNames.MissingProducts, Topic);

    [Test]
    public void Its_rights_are_tried_before_the_start() =>
        Catalog.GraphOf([Name]).LogUse().Should().BeEquivalentTo(new LogUse([Group], [TopicNames.MissingProducts], [Topic]));

    [Test]
    public void Its_group_and_topics_are_watched_for_lost_offsets_and_open_transactions()
    {
        Catalog.Groups.WithOutputs.Should().ContainEquivalentOf(new ConsumerGroup(Name, Group, TopicNames.MissingProducts, [Topic]));
        Catalog.Groups.Topics.Should().Contain(Topic);
        Catalog.Groups.OutputsOf(Group).Should().Equal(Topic);
    }

    [Test]
    public async Task Its_lag_is_reported()
    {
        using var folder = new TempFolder();
        await using var log = new EmbeddedEventLog(
            EmbeddedLogFolder.In(folder.Path), Catalog.Groups, new EventLogOptions(), TimeProvider.System, NullLogger<EmbeddedEventLog>.Instance);
        await log.EnsureTopicsAsync(Catalog.GraphOf([Name]).Topics(), default);
        await using (var writer = await log.OpenWriterAsync("test", default))
        {
            writer.Produce(TopicNames.MissingProducts, "a"u8, "{}"u8);
            await writer.CommitAsync(default);
        }

        (await new LagSource(new RunPlan([Name], UntilDrained: false), Catalog.Groups, log).LagByStageAsync(default)).Should().Equal(new Dictionary<string, long> { [Name] = 1 });
    }

    sealed class DescribedStage(StageDescriptor descriptor) : IStage
    {
        public StageDescriptor Descriptor => descriptor;

        public Stages.Base.OptionsSection Options => throw new NotSupportedException();

        public void AddServices(Microsoft.Extensions.DependencyInjection.IServiceCollection services) { }

        public IStageWorker CreateWorker(IServiceProvider services) => throw new NotSupportedException();
    }
}
