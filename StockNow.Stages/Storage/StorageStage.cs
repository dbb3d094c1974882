using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Lake.Table.Followers;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.Storage;

/// <summary>Puts readings into the lake, each exactly once.</summary>
sealed class StorageStage : IStage
{
    public StageDescriptor Descriptor { get; } =
        new(StageNames.Storage, "puts every reading into the lake, exactly once", [TopicNames.Input], [Resources.Lake]) { Group = GroupNames.Storage,
        Output = "row", PerRecord = OutputsPerRecord.AtMostOne };

    public OptionsSection Options { get; } = OptionsSection.Of<StorageOptions>("Storage");

    public void AddServices(IServiceCollection services) => services.AddSingleton<ITableFollower>(services =>
        new CheckpointFollower(services.GetRequiredService<ILakeStore>(), services.GetRequiredService<StorageOptions>().CheckpointEvery));

    public int Workers(IServiceProvider services) => services.GetRequiredService<StorageOptions>().Workers;

    public IStageWorker CreateWorker(IServiceProvider services)
    {
        var (log, table, time) = (services.GetRequiredService<IEventLog>(), services.GetRequiredService<LakeTable>(),
            services.GetRequiredService<TimeProvider>());
        var logger = services.GetRequiredService<ILogger<StorageWorker>>();
        var meter = new StorageMeter(services.GetRequiredKeyedService<StageMetrics>(StageNames.Storage), time, logger);
        var failures = services.GetRequiredKeyedService<RecordFailures>(StageNames.Storage);
        var options = services.GetRequiredService<StorageOptions>();
        var limits = services.GetRequiredService<PipelineOptions>().ReadingLimits;
        return new StorageWorker(log, OpenAsync, time, logger);

        async Task<OpenRanges> OpenAsync(string eventLog, CancellationToken stop)
        {
            var source = new RangeReader(log, limits, failures);
            var writer = await table.OpenWriterAsync(eventLog, source, stop);
            return new OpenRanges(writer, source, new RollPolicy(options), options.MaxBytes.Bytes / options.Workers, meter, failures, time);
        }
    }
}
