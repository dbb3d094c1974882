using System.Collections.Concurrent;

namespace StockNow.Stages.Engines.MicrosoftSpark;

/// <summary>Runs work on one thread. The bridge ties its thread in the JVM, the active session and the job group to the thread that calls it.</summary>
sealed class BackendThread : IDisposable
{
    readonly BlockingCollection<Action> _work = [];

    public BackendThread() => new Thread(Run) { IsBackground = true, Name = "Microsoft.Spark" }.Start();

    /// <summary>Runs a function.</summary>
    public Task<T> RunAsync<T>(Func<T> function)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            try { done.SetResult(function()); }
            // The caller gets every fault.
            catch (Exception fault) { done.SetException(fault); }
        });
        return done.Task;
    }

    public void Dispose() => _work.CompleteAdding();

    void Run()
    {
        foreach (var work in _work.GetConsumingEnumerable()) work();
    }
}
