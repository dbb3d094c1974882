using Microsoft.Extensions.Hosting;

namespace StockNow.Tests.Support;

/// <summary>Remembers whether the end was asked for.</summary>
sealed class FakeApplication : IHostApplicationLifetime
{
    readonly TaskCompletionSource _stopAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsStopAsked => _stopAsked.Task.IsCompleted;

    public Task StopIsAsked => _stopAsked.Task;

    public CancellationToken ApplicationStarted { get; private set; }

    public CancellationToken ApplicationStopping => default;

    public CancellationToken ApplicationStopped => default;

    public void Start() => ApplicationStarted = new CancellationToken(canceled: true);

    public void StopApplication() => _stopAsked.TrySetResult();
}
