using Microsoft.Extensions.Logging;
using StockNow.Stages.Streaming.Kafka.Producing;

namespace StockNow.Stages.Streaming.Kafka.Clients;

/// <summary>
/// Says once an outage that producers are renewed, and makes each id wait longer from one renewal to the next: a slow network is not made slower. Safe for
/// concurrent use.
/// </summary>
sealed class Renewals(TimeProvider clock, ILogger logger)
{
    static readonly TimeSpan SameOutage = TimeSpan.FromSeconds(60), FirstPause = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromSeconds(5);
    const int MostDoublings = 10;

    readonly Lock _gate = new();
    readonly Dictionary<string, (int InARow, long Last)> _seen = [];
    long? _lastOfAll;

    /// <summary>Waits before a renewal; not at all before the first one of an outage.</summary>
    /// <param name="transactionalId">Whose producers are renewed.</param>
    /// <param name="doubt">Why.</param>
    /// <param name="stop">Ends the wait.</param>
    public Task PauseAsync(string transactionalId, Doubt doubt, CancellationToken stop) => Task.Delay(Note(transactionalId, doubt), clock, stop);

    TimeSpan Note(string transactionalId, Doubt doubt)
    {
        lock (_gate)
        {
            if (doubt.IsOutage && IsOver(_lastOfAll)) KafkaLogMessages.ProducersRenewed(logger, doubt.Why, transactionalId);
            else KafkaLogMessages.ProducersRenewedQuietly(logger, doubt.Why, transactionalId);
            if (!doubt.IsOutage) return TimeSpan.Zero;
            var inARow = _seen.TryGetValue(transactionalId, out var seen) && !IsOver(seen.Last) ? seen.InARow + 1 : 0;
            _lastOfAll = clock.GetTimestamp();
            _seen[transactionalId] = (inARow, _lastOfAll.Value);
            return inARow == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(inARow - 1, MostDoublings)));
        }
    }

    bool IsOver(long? last) => last is not { } time || clock.GetElapsedTime(time) >= SameOutage;
}
