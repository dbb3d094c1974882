using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Simulator;
using StockNow.Stages.Simulator.Generating;
using StockNow.Stages.Simulator.Replaying;
using StockNow.Stages.Telemetry;
using StockNow.Tests.Support;

namespace StockNow.Tests.Simulator;

/// <summary>The simulator on a log in memory, without waiting.</summary>
sealed class SimulatorBench : IDisposable
{
    public SimulatorBench() => Log = new MemoryOutputLog(Time);

    public SleeplessTime Time { get; } = new();

    public MemoryOutputLog Log { get; }

    public SimulatorOptions Options { get; init; } = new();

    public PipelineOptions Pipeline { get; } = new();

    public StageMetrics Metrics { get; } = new(StageNames.Simulator);

    public StageStatus Status { get; } = new(StageNames.Simulator);

    public RecordedLog<ReplaySource> ReplaySaid { get; } = new();

    public RecordedLog<GeneratedSource> GeneratorSaid { get; } = new();

    public CancellationTokenSource Drain { get; } = new();

    public PipelineLifetime Lifetime { get; private set; } = null!;

    /// <summary>A process begins: nothing but the log remembers.</summary>
    public IReadingSource NewSource()
    {
        Lifetime = new PipelineLifetime(new FakeApplication(), Pipeline, Time);
        return Options.Replay.IsAsked
            ? new ReplaySource(Options, Pipeline, Log, Lifetime, Status, Time, ReplaySaid)
            : new GeneratedSource(Options, Log, Status, Time, GeneratorSaid);
    }

    /// <summary>A worker begins.</summary>
    public Task RunAsync(IReadingSource? source = null, CancellationToken? drain = null) =>
        new SimulatorWorker(Log, source ?? NewSource(), Metrics, Time).RunAsync(new StageSignals(drain ?? Drain.Token, CancellationToken.None));

    public void Dispose()
    {
        Metrics.Dispose();
        Drain.Dispose();
    }
}
