using Microsoft.Extensions.Hosting;

namespace StockNow.Tests.Support;

/// <summary>Remembers whether the end was asked for.</summary>
sealed class FakeApplication : IHostApplicationLifetime
{
    readonly TaskCompletionSource _stopAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsStopAsked => _stopAsked.Task.IsCompleted;

    public Task StopIsAsked => _stopAsked.Task;

    public CancellationToken ApplicationStarted => default;

    public CancellationToken ApplicationStopping => default;

    public CancellationToken ApplicationStopped => default;

    public void StopApplication() => _stopAsked.TrySetResult();
}
