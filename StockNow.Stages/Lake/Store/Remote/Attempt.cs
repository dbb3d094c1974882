using System.Globalization;

namespace StockNow.Stages.Lake.Store.Remote;

/// <summary>One attempt at a request, with a limit of time: a server that does not reply must not hold the caller for ever.</summary>
static class Attempt
{
    // A slow line is no fault: each megabyte gets a second of its own.
    const double SlowestBytesPerSecond = 1024 * 1024;

    /// <summary>Runs a request.</summary>
    /// <param name="limit">How long the server may take.</param>
    /// <param name="bytes">The bytes that are moved.</param>
    /// <param name="request">The request.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="TimeoutException">The limit is reached.</exception>
    public static async Task<T> RunAsync<T>(TimeSpan limit, long bytes, Func<CancellationToken, Task<T>> request, CancellationToken stop)
    {
        var whole = limit + TimeSpan.FromSeconds(bytes / SlowestBytesPerSecond);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop);
        ends.CancelAfter(whole);
        try { return await request(ends.Token); }
        catch (Exception) when (ends.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"no reply within {whole.TotalSeconds:0.#} s"));
        }
    }
}
