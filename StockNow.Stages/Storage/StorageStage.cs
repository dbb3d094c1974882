using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.Storage;

/// <summary>Puts readings into the lake, each exactly once.</summary>
sealed class StorageStage : IStage
{
    public StageDescriptor Descriptor { get; } = 
        new(StageNames.Storage, "puts every reading into the lake, exactly once", [TopicNames.Input], [Resources.Lake]) { Group = GroupNames.Storage };

    public OptionsSection Options { get; } = OptionsSection.Of<StorageOptions>("Storage");

    public void AddServices(IServiceCollection services) { }

    public int Workers(IServiceProvider services) => services.GetRequiredService<StorageOptions>().Workers;

    public IStageWorker CreateWorker(IServiceProvider services)
    {
        var (log, lake, time) = (services.GetRequiredService<IEventLog>(), services.GetRequiredService<ILakeStore>(), services.GetRequiredService<TimeProvider>());
        var logger = services.GetRequiredService<ILogger<StorageWorker>>();
        var metrics = services.GetRequiredKeyedService<StageMetrics>(StageNames.Storage);
        var failures = services.GetRequiredKeyedService<RecordFailures>(StageNames.Storage);
        var options = services.GetRequiredService<StorageOptions>();
        var limits = new StorageLimits(options.MaxBytes.Bytes / options.Workers, services.GetRequiredService<PipelineOptions>().ReadingLimits);
        var files = new RangeFiles(lake, services.GetRequiredService<IReadingFormat>());
        return new StorageWorker(log, lake, RangesOf, time, logger);

        OpenRanges RangesOf(string cluster)
        {
            var identity = new StorageIdentity(Guid.NewGuid().ToString("N"), cluster);
            var memory = new RowMemory();
            var completion = new RangeCompletion(log, lake, files, memory, metrics, logger, failures);
            var publisher = new RangePublisher(identity, lake, files, completion, new RangeFolding(identity, lake, options.CheckpointEvery), log, time, metrics, logger);
            var recovery = new RangeRecovery(identity, lake, completion, log, time, logger);
            return new OpenRanges(recovery, publisher, new RollPolicy(options), memory, limits, time, failures);
        }
    }
}
