using Confluent.Kafka;
using StockNow.Stages.Hosting;

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>Asks the brokers who they are. No call of the client says why it failed; only its error handler knows.</summary>
sealed class FirstContact(KafkaClients clients, KafkaProperties properties, KafkaLogOptions options, TimeProvider clock)
{
    static readonly TimeSpan Refused = TimeSpan.FromSeconds(3), Silent = TimeSpan.FromSeconds(5);

    /// <exception cref="UnrecoverableException">The brokers cannot be used; the message says why and what to look at.</exception>
    public async Task MakeAsync(CancellationToken stop)
    {
        Error? first = null;
        var isDown = false;
        IAdminClient admin;
        try
        {
            admin = clients.Admin(error =>
            {
                if (error.Code == ErrorCode.Local_AllBrokersDown) Volatile.Write(ref isDown, true);
                else Interlocked.CompareExchange(ref first, error, null);
            });
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException)
        {
            throw new UnrecoverableException($"The Kafka client refuses its properties: {fault.Message}. Look at the section Kafka.", fault);
        }
        var asking = Task.Run(() => admin.GetMetadata(options.ContactTimeout), CancellationToken.None);
        var since = clock.GetTimestamp();
        while (!asking.IsCompleted)
        {
            var waited = clock.GetElapsedTime(since);
            var isCertain = first?.Code is ErrorCode.Local_Authentication or ErrorCode.Local_Ssl or ErrorCode.Local_Resolve or ErrorCode.Local_BadMsg;
            if (isCertain || (first?.Code == ErrorCode.Local_Transport && waited > Refused) || (Volatile.Read(ref isDown) && first is null && waited > Silent) || waited > options.ContactTimeout) break;
            await Task.WhenAny(asking, Task.Delay(TimeSpan.FromMilliseconds(50), clock, stop)).ConfigureAwait(false);
            stop.ThrowIfCancellationRequested();
        }
        // The client cannot be interrupted: it is disposed when its call is over.
        _ = asking.ContinueWith(_ => admin.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        if (!asking.IsCompletedSuccessfully) throw new UnrecoverableException(KafkaFault.OfContact(first, properties));
    }
}
