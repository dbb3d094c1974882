using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using StockNow.Stages.Base;

namespace StockNow.Stages.Streaming.Kafka.Clients;

/// <summary>Asks the brokers who they are. No call of the client says why it failed; only its error handler knows.</summary>
sealed class FirstContact(KafkaClients clients, KafkaProperties properties, KafkaLogOptions options, TimeProvider clock, KafkaClientLogHandler log,
    ILogger logger)
{
    static readonly TimeSpan Question = TimeSpan.FromMilliseconds(500), ReasonAfter = TimeSpan.FromSeconds(1);

    Error? _telling;
    bool _isMade;

    /// <summary>A client that has reached the brokers.</summary>
    /// <exception cref="UnrecoverableException">The brokers cannot be used; the message says why and what to look at.</exception>
    public async Task<IAdminClient> MakeAsync(CancellationToken stop)
    {
        var admin = Build();
        try
        {
            await Task.Run(() => Ask(admin, stop), stop);
            _isMade = true;
            return admin;
        }
        catch
        {
            // Before the process ends: native threads that outlive it have crashed it.
            await Task.Run(admin.Dispose, CancellationToken.None);
            throw;
        }
    }

    IAdminClient Build()
    {
        try { return clients.Admin(OnError); }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException)
        {
            throw new UnrecoverableException($"The Kafka client refuses its properties: {fault.Message}. Look at the section Kafka.", fault);
        }
    }

    void OnError(Error error)
    {
        if (_isMade) log.Take(error);
        else if (error.Code != ErrorCode.Local_AllBrokersDown && (_telling is null || KafkaFault.IsCertain(error))) _telling = error;
    }

    // In short questions, for none can be interrupted; the connection that one has begun serves the next.
    void Ask(IAdminClient admin, CancellationToken stop)
    {
        var (since, isSaid) = (clock.GetTimestamp(), false);
        while (true)
        {
            stop.ThrowIfCancellationRequested();
            try
            {
                admin.GetMetadata(Question);
                return;
            }
            catch (KafkaException fault)
            {
                var waited = clock.GetElapsedTime(since);
                if ((_telling is { } error && KafkaFault.IsCertain(error)) || waited >= options.ContactTimeout)
                    throw new UnrecoverableException(KafkaFault.OfContact(_telling, properties), fault);
                if (isSaid || waited < ReasonAfter) continue;
                isSaid = true;
                KafkaLogMessages.NotYetThere(logger, properties.Brokers, options.ContactTimeout.TotalSeconds, _telling is null
                    ? "no answer" : KafkaFault.Short(_telling.Reason));
            }
        }
    }
}
