using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StockNow.Host.Answers;
using StockNow.Host.Commands;
using StockNow.Host.Configuration;
using StockNow.Stages.Analysis;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;

namespace StockNow.Benchmarks;

/// <summary>Stages put together as the program does it, without a dashboard.</summary>
sealed class PipelineRun : IAsyncDisposable
{
    readonly IHost _host;

    PipelineRun(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public IEventLog Log => Services.GetRequiredService<IEventLog>();

    public StageMetrics MetricsOf(string stage) => Services.GetRequiredKeyedService<StageMetrics>(stage);

    public StageState StateOf(string stage) => Services.GetRequiredKeyedService<StageStatus>(stage).Now.State;

    /// <param name="run">Durability.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="stages">As <c>--stages</c> says it.</param>
    /// <param name="untilDrained">Whether it ends by itself.</param>
    /// <param name="settings">Further settings.</param>
    /// <param name="more">Changes what is registered.</param>
    public static PipelineRun Prepare(
        BenchmarkRun run, WorkFolder folder, string stages, bool untilDrained = false, Dictionary<string, string?>? settings = null,
        Action<IServiceCollection>? more = null)
    {
        var setup = Setup.Read(
            new Dictionary<string, string?>(settings ?? [])
            {
                ["DataFolder"] = folder.Path,
                ["EventLog:Durability"] = run.Settings.Durability.ToString(),
                ["Logging:LogLevel:Default"] = "Warning",
            }, stages, untilDrained);
        if (setup.Faults.Count > 0) throw new BenchmarkException(FaultList.Text(setup.Faults));

        var builder = Composition.NewHost(setup);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Timeout.InfiniteTimeSpan);
        builder.Services.AddSingleton<IAnswersOutput>(new AnswersOutput(OutputFormat.Table, setup.Analysis.ToSelection(), TextWriter.Null));
        builder.Services.AddStages(setup.Catalog, setup.Plan);
        more?.Invoke(builder.Services);
        return new PipelineRun(builder.Build());
    }

    public Task StartAsync() => _host.StartAsync();

    /// <summary>Lets each stage finish what lies in its input.</summary>
    public async Task DrainAsync()
    {
        await _host.StopAsync();
        Check();
    }

    /// <summary>Waits until the run has ended by itself.</summary>
    public async Task EndAsync()
    {
        await _host.WaitForShutdownAsync();
        Check();
    }

    public ValueTask DisposeAsync() => ((IAsyncDisposable)_host).DisposeAsync();

    void Check()
    {
        if (Services.GetRequiredService<PipelineLifetime>().Fault is { } fault) throw new BenchmarkException(fault);
        foreach (var stage in Services.GetRequiredService<RunPlan>().Stages)
            if (MetricsOf(stage).Restarts > 0) throw new BenchmarkException($"Stage {stage} failed and was started again {MetricsOf(stage).Restarts} times.");
    }
}
