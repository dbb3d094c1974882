using System.Text;
using Microsoft.Extensions.Logging;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.AlertFilter;

/// <summary>
/// Names readings whose alert flag contradicts their numbers: one line a minute at most, however many there are. Shared by the filter's workers; safe for
/// concurrent use.
/// </summary>
sealed partial class ContradictedFlags(AlertFilterOptions options, TimeProvider clock, ILogger<ContradictedFlags> logger)
{
    const int MaxIdBytes = 100;
    static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    readonly Lock _gate = new();
    long? _lastTold;
    long _untold;

    /// <summary>Counts a reading, and names it when it is time.</summary>
    public void Note(in ReadingFields reading, TopicPartition partition, long offset)
    {
        long count;
        lock (_gate)
        {
            count = ++_untold;
            if (_lastTold is { } last && clock.GetElapsedTime(last) < Interval) return;
            (_lastTold, _untold) = (clock.GetTimestamp(), 0);
        }
        FlagsContradicted(logger, count, $"{partition}@{offset}", NameOf(reading.SensorId), reading.Alert
            ? "true" : "false", reading.Quantity, reading.Threshold, options.AlertRule);
    }

    // A foreign id may be of any length and hold anything.
    static string NameOf(ReadOnlySpan<byte> id)
    {
        var text = Encoding.UTF8.GetString(id[..Math.Min(id.Length, MaxIdBytes)]);
        return string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)) + (id.Length > MaxIdBytes ? "..." : "");
    }

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Readings whose alert flag contradicts their numbers: {Count}; the last one is {Record} of sensor '{Sensor}': alert {Flag}, quantity "
        + "{Quantity}, threshold {Threshold}. "
        + "AlertFilter:AlertRule={Rule} decides whether such a reading is an alert")]
    static partial void FlagsContradicted(ILogger logger, long count, string record, string sensor, string flag, int quantity, int threshold,
        AlertRuleKind rule);
}
