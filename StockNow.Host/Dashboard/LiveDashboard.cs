using Microsoft.Extensions.Hosting;
using Spectre.Console;
using StockNow.Contracts.Events;

namespace StockNow.Host.Dashboard;

/// <summary>Keeps the picture of the pipeline on the terminal, drawn anew four times a second; the last one stays when the run ends.</summary>
internal sealed class LiveDashboard(
    IAnsiConsole console, PipelineObserver observer, PictureView view, LogPanel log, Func<int, IReadOnlyList<MissingProductReport>> latestReports, TimeProvider time) : BackgroundService
{
    const int ReportsShown = 5;
    static readonly TimeSpan Redraw = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // A process that ends at once must not leave the terminal without its cursor.
        void ShowCursor(object? sender, EventArgs e) => console.Cursor.Show();
        AppDomain.CurrentDomain.ProcessExit += ShowCursor;
        log.Show();
        try
        {
            var first = await DrawAsync();
            await console.Live(first).AutoClear(false).Overflow(VerticalOverflow.Ellipsis).Cropping(VerticalOverflowCropping.Bottom).StartAsync(async live =>
            {
                // The last look is always one after the stop.
                bool isLast;
                do
                {
                    await Task.Delay(Redraw, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    isLast = stoppingToken.IsCancellationRequested;
                    live.UpdateTarget(await DrawAsync());
                }
                while (!isLast);
            });
        }
        catch (IOException)
        {
            // The terminal is gone; the stages work on without a picture.
        }
        finally
        {
            log.Hide();
            AppDomain.CurrentDomain.ProcessExit -= ShowCursor;
        }
    }

    // Not ended by the stop: the last picture shows the last lag too, and no look waits long.
    async Task<Spectre.Console.Rendering.IRenderable> DrawAsync() =>
        view.Draw(await observer.LookAsync(CancellationToken.None), latestReports(ReportsShown), log.Lines);
}
