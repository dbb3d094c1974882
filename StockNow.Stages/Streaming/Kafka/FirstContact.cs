using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using StockNow.Stages.Hosting;

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>Asks the brokers who they are. No call of the client says why it failed; only its error handler knows.</summary>
sealed class FirstContact(KafkaClients clients, KafkaProperties properties, KafkaLogOptions options, TimeProvider clock, ILogger logger)
{
    static readonly TimeSpan SayWhy = TimeSpan.FromSeconds(1), Look = TimeSpan.FromMilliseconds(50);

    /// <exception cref="UnrecoverableException">The brokers cannot be used; the message says why and what to look at.</exception>
    public async Task MakeAsync(CancellationToken stop)
    {
        Error? telling = null;
        IAdminClient admin;
        try
        {
            admin = clients.Admin(error =>
            {
                if (error.Code != ErrorCode.Local_AllBrokersDown && (telling is null || KafkaFault.IsCertain(error))) telling = error;
            });
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException)
        {
            throw new UnrecoverableException($"The Kafka client refuses its properties: {fault.Message}. Look at the section Kafka.", fault);
        }
        var asking = Task.Run(() => admin.GetMetadata(options.ContactTimeout), CancellationToken.None);
        var (since, isSaid) = (clock.GetTimestamp(), false);
        while (!asking.IsCompleted)
        {
            var waited = clock.GetElapsedTime(since);
            if ((telling is { } error && KafkaFault.IsCertain(error)) || waited > options.ContactTimeout) break;
            if (!isSaid && waited > SayWhy)
            {
                isSaid = true;
                KafkaLogLog.NotYetThere(logger, properties.Brokers, options.ContactTimeout.TotalSeconds, telling is null ? "no answer" : KafkaFault.Short(telling.Reason));
            }
            await Task.WhenAny(asking, Task.Delay(Look, clock, stop)).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();
        }
        // The client cannot be interrupted: it is disposed when its call is over.
        _ = asking.ContinueWith(_ => admin.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        if (!asking.IsCompletedSuccessfully) throw new UnrecoverableException(KafkaFault.OfContact(telling, properties));
    }
}
