using StockNow.Stages.Base;

namespace StockNow.Stages.Streaming.Kafka.Producing;

/// <summary>
/// Tells a producer that was fenced because its transaction was open for too long, which a rebuild heals, from two that fence each other for ever.
/// </summary>
sealed class FencedIds(TimeProvider clock)
{
    const int TooMany = 4;
    static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    readonly Lock _gate = new();
    readonly Dictionary<string, (int Count, long Last)> _seen = [];

    /// <summary>The fault to throw for one more fence of an id.</summary>
    /// <param name="transactionalId">The id.</param>
    /// <param name="fenced">The fence.</param>
    /// <param name="hasInstance">Whether <c>EventLog:Kafka:Instance</c> would tell the two apart.</param>
    public Exception Judge(string transactionalId, FencedException fenced, bool hasInstance = true)
    {
        if (fenced.WasOpenForLong) return new EventLogException(fenced.Message, fenced); // as in an outage; two that fence each other do so at once
        lock (_gate)
        {
            var (count, last) = _seen.GetValueOrDefault(transactionalId);
            count = count > 0 && clock.GetElapsedTime(last) < Window ? count + 1 : 1;
            _seen[transactionalId] = (count, clock.GetTimestamp());
            return count >= TooMany
                ? new UnrecoverableException($"Another process uses the transactional id '{transactionalId}', and the two end each other's transactions. "
                + $"{(hasInstance ? "Give each its own EventLog:Kafka:Instance, or stop one of them" : "Stop one of them")}.", fenced)
                : new EventLogException(fenced.Message, fenced);
        }
    }
}
