using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Spectre.Console;
using StockNow.Host.Shelves;

namespace StockNow.Host.Dashboard;

/// <summary>Keeps the picture of the pipeline on the terminal, redrawn four times a second; the last one stays when the run ends.</summary>
internal sealed partial class LiveDashboard(
    IAnsiConsole console, PipelineObserver observer, PictureView view, LogPanel log, Func<ShelfPicture> shelves, AnswersPanel answers, TimeProvider time,
    ILogger<LiveDashboard> logger) : BackgroundService
{
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
            var first = await DrawAsync(isLast: false);
            await console.Live(first).AutoClear(false).Overflow(VerticalOverflow.Ellipsis).Cropping(VerticalOverflowCropping.Bottom).StartAsync(async live =>
            {
                // The last look is always one after the stop.
                bool isLast;
                do
                {
                    await Task.Delay(Redraw, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    isLast = stoppingToken.IsCancellationRequested;
                    live.UpdateTarget(await DrawAsync(isLast));
                }
                while (!isLast);
            });
        }
        catch (Exception fault)
        {
            log.Hide();
            PictureEnded(logger, fault.Message);
        }
        finally
        {
            log.Hide();
            AppDomain.CurrentDomain.ProcessExit -= ShowCursor;
        }
    }

    // Not ended by the stop: the last picture shows the last lag too, and no look waits long.
    async Task<Spectre.Console.Rendering.IRenderable> DrawAsync(bool isLast) =>
        view.Draw(new PictureContents(await observer.LookAsync(CancellationToken.None, isLast), shelves(), answers.Lines, log.Lines, log.Latest),
            console.Profile.Width, console.Profile.Height);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The live view has ended; the stages continue: {Fault}")]
    static partial void PictureEnded(ILogger logger, string fault);
}
