using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;
using StockNow.Stages.Simulator;
using StockNow.Stages.Simulator.Generating;
using StockNow.Stages.Simulator.Replaying;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;
using StockNow.Tests.Support;

namespace StockNow.Tests.Simulator;

public class SimulatorStageTests
{
    [Test]
    public void Stage_reads_nothing_and_writes_the_input()
    {
        var descriptor = new SimulatorStage().Descriptor;
        descriptor.Name.Should().Be(StageNames.Simulator);
        descriptor.Reads.Should().BeEmpty();
        descriptor.Writes.Should().Equal(TopicNames.Input);
    }

    [TestCase(null, typeof(GeneratedSource))]
    [TestCase("", typeof(GeneratedSource))]
    [TestCase("readings.ndjson", typeof(ReplaySource))]
    public async Task Replay_file_decides_the_source_and_every_worker_gets_the_same(string? file, Type source)
    {
        var stage = new SimulatorStage();
        var services = new ServiceCollection()
            .AddSingleton(new SimulatorOptions { Replay = new() { File = file } })
            .AddSingleton(new PipelineOptions())
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IHostApplicationLifetime>(new FakeApplication())
            .AddSingleton<PipelineLifetime>()
            .AddSingleton<IEventLog>(new MemoryOutputLog(TimeProvider.System))
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddKeyedSingleton(StageNames.Simulator, new StageMetrics(StageNames.Simulator))
            .AddKeyedSingleton(StageNames.Simulator, new StageStatus(StageNames.Simulator));
        stage.AddServices(services);
        await using var provider = services.BuildServiceProvider();
        stage.CreateWorker(provider).Should().BeOfType<SimulatorWorker>().And.NotBeSameAs(stage.CreateWorker(provider));
        provider.GetRequiredService<IReadingSource>().Should().BeOfType(source);
    }
}
