using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using StockNow.Stages.Engines.DuckDb;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake.Proof;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Lake.Rows.Parquet;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Store.Local;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Storage;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;
using StockNow.Tests.Lake;
using StockNow.Tests.Support;

namespace StockNow.Tests.Storage;

/// <summary>The storage stage over an event log and a lake in a temporary folder.</summary>
sealed class StorageHarness : IDisposable
{
    readonly TempFolder _folder = new();

    public StorageHarness(int partitions = 1)
    {
        Log = new MemoryInputLog(partitions);
        Lake = new LocalLakeStore(_folder.Path, TimeProvider.System);
    }

    public MemoryInputLog Log { get; }

    public ILakeStore Lake { get; }

    /// <summary>Writes and reads the files.</summary>
    public IReadingFormat Format { get; set; } = new ParquetReadingFormat();

    public FakeTimeProvider Time { get; } = new(Readings.Noon);

    /// <summary>What the stage has logged at warning or above.</summary>
    public LoggedLines Logged { get; } = new();

    public StorageOptions Options { get; } = new();

    public RecordFailures Failures { get; } = new(new RestartOptions().RecordFailures);

    public StageMetrics Metrics { get; } = new(StageNames.Storage);

    /// <summary>Runs a new worker until its input is drained.</summary>
    public Task DrainAsync(ILakeStore? lake = null) => RunAsync(new StageSignals(new CancellationToken(true), default), lake);

    public Task RunAsync(StageSignals signals, ILakeStore? lake = null, IEventLog? log = null)
    {
        var stage = new StorageStage();
        var services = new ServiceCollection();
        services.AddSingleton(log ?? Log).AddSingleton(lake ?? Lake).AddSingleton(Format).AddSingleton<LakeTable>().AddSingleton<TimeProvider>(Time)
            .AddSingleton(Options).AddSingleton(new PipelineOptions()).AddKeyedSingleton(StageNames.Storage, (_, _) => Metrics)
            .AddKeyedSingleton(StageNames.Storage, (_, _) => Failures)
            .AddSingleton<ILoggerFactory>(Logged).AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        stage.AddServices(services);
        var provider = services.BuildServiceProvider();
        return stage.CreateWorker(provider).RunAsync(signals);
    }

    /// <summary>Offsets in the order of the lake's rows, by an independent reader.</summary>
    public IReadOnlyList<(int Partition, long Offset)> Stored() => Directory.Exists(Path.Combine(_folder.Path, "stock-data"))
        ? [.. DuckDb.Query(_folder.Path, "select partition, \"offset\" from $files").Select(row => ((int)row[0]!, (long)row[1]!))] : [];

    public IReadOnlyList<object?[]> Query(string sql) => DuckDb.Query(_folder.Path, sql);

    public async Task<IReadOnlyList<string>> FilesAsync() => [.. await Lake.ListAllAsync("stock-data", default).Order(StringComparer.Ordinal).ToListAsync()];

    public Task<LakeReport> VerifyAsync(bool deep = true) => new LakeVerification(Lake, Format, new DuckDbValueReader(new DuckDbOptions()))
        .RunAsync(new LakeProof { Deep = deep }, default);

    public async Task<IReadOnlyList<Intent>> IntentsAsync(int partition = 0) =>
        await IntentChains.WalkAsync(new IntentChain(Lake, new ChainId(Log.Identity, Readings.Partition with { Partition = partition })), 0, default)
        .ToListAsync();

    /// <summary>Where an object of the lake lies on the disk.</summary>
    public string PathOf(string key) => Path.Combine(_folder.Path, key);

    public void Dispose()
    {
        Logged.Dispose();
        Metrics.Dispose();
        _folder.Dispose();
    }
}
