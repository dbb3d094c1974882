using Microsoft.Extensions.DependencyInjection;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;

namespace StockNow.Tests.Support;

/// <summary>A stage whose worker is what the test says.</summary>
sealed class FakeStage(string name, Func<StageSignals, Task> work, IReadOnlyList<string>? reads = null, int workers = 1) : IStage
{
    int _runs;

    /// <summary>How often a worker was made.</summary>
    public int Runs => Volatile.Read(ref _runs);

    public StageDescriptor Descriptor { get; } = new(name, "does what the test says", reads ?? [], []);

    public OptionsSection Options { get; } = OptionsSection.Of<DrainOptions>(name);

    public void AddServices(IServiceCollection services) { }

    public int Workers(IServiceProvider services) => workers;

    public IStageWorker CreateWorker(IServiceProvider services)
    {
        Interlocked.Increment(ref _runs);
        return new Worker(work);
    }

    /// <summary>Works until the signal to drain, and then has nothing left.</summary>
    public static Task UntilDrain(StageSignals signals) => Until(signals.Drain);

    /// <summary>Works until the signal to stop: it never finishes its input.</summary>
    public static Task UntilStop(StageSignals signals) => Until(signals.Stop);

    static Task Until(CancellationToken signal)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        signal.Register(over.SetResult);
        return over.Task;
    }

    sealed class Worker(Func<StageSignals, Task> work) : IStageWorker
    {
        public Task RunAsync(StageSignals signals) => work(signals);
    }
}
