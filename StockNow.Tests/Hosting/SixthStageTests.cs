using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Topics;
using StockNow.Host.Answers;
using StockNow.Host.Commands;
using StockNow.Stages.Audit;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Stages.Telemetry;
using StockNow.Tests.Audit;
using StockNow.Tests.Support;

namespace StockNow.Tests.Hosting;

/// <summary>A stage is described once: its descriptor is enough for all that is derived from it.</summary>
sealed class SixthStageTests
{
    const string Name = "episodes", Topic = "instocknow-episodes", Group = "instocknow-episodes-reader";

    static readonly StageCatalog Catalog = new([.. StageCatalog.Find().Stages, new DescribedStage(
        new StageDescriptor(Name, "joins reports to episodes", [TopicNames.MissingProducts], [Topic]) { Group = Group, Output = "episode",
        PerRecord = OutputsPerRecord.One })]);

    [Test]
    public void It_can_be_named_on_the_command_line() =>
        StageSelection.Parse("all", Catalog.Names).Stages.Should().Equal([.. StageCatalog.Find().Names, Name]);

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
        Catalog.Groups.WithOutputs.Should()
            .ContainEquivalentOf(new ConsumerGroup(Name, Group, TopicNames.MissingProducts, [Topic]) { Input = "report", Output = "episode",
            PerRecord = OutputsPerRecord.One });
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

        (await new LagSource(new RunPlan([Name], UntilDrained: false), Catalog.Groups, log).LagByStageAsync(default)).Should()
            .Equal(new Dictionary<string, long> { [Name] = 1 });
    }

    [Test]
    public async Task Its_records_are_audited_by_what_it_promises()
    {
        await using var log = await AuditedLog.MakeAsync(1, Catalog.Groups);
        var processor = new Copy();
        foreach (var sensor in new[] { "shelf-1", "shelf-2", "shelf-3" })
        {
            await log.SendAsync(TopicNames.Input, sensor, AuditedLog.Reading(sensor));
            await log.FilterAsync();
            await log.HandleAsync();
            await log.WorkAsync(Group, TopicNames.MissingProducts, processor);
        }

        var before = await log.AuditAsync();
        log.Lose(Topic, 0, offset: 1);
        var after = await log.AuditAsync();

        before.Findings.Should().BeEmpty();
        before.Stages.Select(stage => stage.Stage.Stage).Should().EndWith(Name);
        before.Stages[^1].Partitions.Should().Equal(new StageEquation(new TopicPartition(TopicNames.MissingProducts, 0), 3, Outputs: 3, 0, 0));
        AuditedLog.FindingsOf(after).Should().Contain("instocknow-missing-products-0: the episode of offset 1 is missing");
    }

    [Test]
    public async Task Its_output_is_counted_in_the_totals_and_no_rows_are_without_the_lake()
    {
        using var folder = new TempFolder();
        await using var log = new EmbeddedEventLog(
            EmbeddedLogFolder.In(folder.Path), Catalog.Groups, new EventLogOptions(), TimeProvider.System, NullLogger<EmbeddedEventLog>.Instance);
        await log.EnsureTopicsAsync([.. Catalog.Groups.Topics], default);
        var services = new ServiceCollection().AddSingleton<IEventLogInspector>(log)
            .AddKeyedSingleton(KeyedService.AnyKey, (_, stage) => new StageMetrics((string)stage!));
        await using var provider = services.BuildServiceProvider();
        provider.GetRequiredKeyedService<StageMetrics>(Name).AddSent(7);

        var totals = await new TotalsCount(Catalog, provider).CountAsync(usesLake: false, default);

        totals.Lines.Should().ContainSingle(line => line.Name == "episodes").Which.Should().Be(new RecordCount("episodes", InAll: 0, ThisRun: 7));
    }

    sealed class Copy : IRecordProcessor
    {
        readonly HeaderWriter _headers = new();

        public void Process(in LogRecord record, RecordSource source, IRecordOutput output) =>
            output.Produce(Topic, record.Key, record.Value, _headers.Clear().AddSource(source, record.Offset));

        public void GiveUp(in LogRecord record, RecordSource source, string why, IRecordOutput output) => throw new NotSupportedException();

        public void Committing() { }

        public void Committed(TimeSpan took) { }

        public void Rewound() { }
    }

    sealed class DescribedStage(StageDescriptor descriptor) : IStage
    {
        public StageDescriptor Descriptor => descriptor;

        public Stages.Base.OptionsSection Options => throw new NotSupportedException();

        public void AddServices(IServiceCollection services) { }

        public IStageWorker CreateWorker(IServiceProvider services) => throw new NotSupportedException();
    }
}
