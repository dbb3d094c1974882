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
    /// <param name="id">The id of the session or writer.</param>
    /// <param name="fenced">The fence.</param>
    /// <remarks>
    /// The second producer of a session does not count. The coordinator gives one id to two processes strictly in turn, so one of them reaches the limit
    /// before the other one; with two ids both could reach it at once, and both would end.
    /// </remarks>
    public Exception Judge(TransactionalId id, FencedException fenced)
    {
        // As in an outage; two processes that fence each other do so at once.
        if (fenced.WasOpenForLong || fenced.TransactionalId == id.Second) return new EventLogException(fenced.Message, fenced);
        lock (_gate)
        {
            var (count, last) = _seen.GetValueOrDefault(id.Name);
            count = count > 0 && clock.GetElapsedTime(last) < Window ? count + 1 : 1;
            _seen[id.Name] = (count, clock.GetTimestamp());
            return count >= TooMany
                ? new UnrecoverableException($"Another process uses the transactional id '{id.Name}', and the two end each other's transactions. "
                + $"{(id.HasInstance ? "Give each its own EventLog:Kafka:Instance, or stop one of them" : "Stop one of them")}.", fenced)
                : new EventLogException(fenced.Message, fenced);
        }
    }
}
