using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Tests.Support;

namespace StockNow.Tests.Hosting;

/// <summary>Lag, over a real event log.</summary>
sealed class LagSourceTests
{
    TempFolder _folder = null!;
    EmbeddedEventLog _log = null!;

    [SetUp]
    public void Open()
    {
        _folder = new TempFolder();
        _log = new EmbeddedEventLog(
            EmbeddedLogFolder.In(_folder.Path), ProductPipeline.Groups, new EventLogOptions { Partitions = 2 }, TimeProvider.System,
            NullLogger<EmbeddedEventLog>.Instance);
    }

    [TearDown]
    public async Task Close()
    {
        await _log.DisposeAsync();
        _folder.Dispose();
    }

    [Test]
    public async Task Without_a_log_nobody_lags() =>
        (await Of(StageNames.AlertFilter).LagByStageAsync(default)).Should().Equal(new Dictionary<string, long> { [StageNames.AlertFilter] = 0 });

    [Test]
    public async Task Stages_of_this_process_that_read_topics_lag_by_what_they_have_not_committed()
    {
        await _log.EnsureTopicsAsync(TopicNames.All, default);
        await using (var writer = await _log.OpenWriterAsync("test", default))
        {
            for (byte sensor = 0; sensor < 20; sensor++) writer.Produce(TopicNames.Input, [sensor], "{}"u8);
            writer.Produce(TopicNames.Alerts, "a"u8, "{}"u8);
            await writer.CommitAsync(default);
        }

        var lag = Of(StageNames.Simulator, StageNames.AlertFilter, StageNames.Storage, StageNames.Analysis);
        (await lag.LagByStageAsync(default)).Should().Equal(new Dictionary<string, long> { [StageNames.AlertFilter] = 20, [StageNames.Storage] = 20 });

        var read = 0;
        await using (var session = await _log.OpenSessionAsync(GroupNames.AlertFilter, TopicNames.Input, default))
        {
            while (read == 0) read += (await session.ReadAsync(default)).Count;
            await session.CommitAsync(default);
        }
        read.Should().BeLessThan(20, "the readings are of two partitions and one batch is of one");
        (await lag.LagByStageAsync(default)).Should().Equal(new Dictionary<string, long> { [StageNames.AlertFilter] = 20 - read, [StageNames.Storage] = 20 });
        (await Of(StageNames.AlertHandler).LagByStageAsync(default)).Should().Equal(new Dictionary<string, long> { [StageNames.AlertHandler] = 1 });
    }

    LagSource Of(params string[] stages) => new(new RunPlan(stages, UntilDrained: false), ProductPipeline.Groups, _log);
}
