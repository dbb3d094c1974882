using StockNow.Stages.Hosting;

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>Tells a producer that was fenced because its transaction was open for too long, which a rebuild heals, from two that fence each other for ever.</summary>
sealed class Fences(TimeProvider clock)
{
    const int TooMany = 4;
    static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    readonly Lock _gate = new();
    readonly Dictionary<string, (int Count, long Last)> _seen = [];

    /// <summary>The fault to throw for one more fence of an id.</summary>
    public Exception Judge(string transactionalId, FencedException fenced)
    {
        lock (_gate)
        {
            var (count, last) = _seen.GetValueOrDefault(transactionalId);
            count = count > 0 && clock.GetElapsedTime(last) < Window ? count + 1 : 1;
            _seen[transactionalId] = (count, clock.GetTimestamp());
            return count >= TooMany
                ? new UnrecoverableException($"Another process uses the transactional id '{transactionalId}', and the two end each other's transactions. Give each its own EventLog:Kafka:Instance, or stop one of them.", fenced)
                : new EventLogException(fenced.Message, fenced);
        }
    }
}
