using Microsoft.Extensions.Hosting;

namespace StockNow.Host.Health;

/// <summary>A host that hears no signals: they are the pipeline's, see <see cref="Commands.StopSignals"/>.</summary>
internal sealed class NoSignals : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
