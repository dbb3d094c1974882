using System.Diagnostics;
using System.Diagnostics.Metrics;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.Streaming.Measured;

/// <summary>What the work with the event log is measured by. Adds once a batch or a commit, and costs next to nothing while nobody listens.</summary>
static class EventLogInstruments
{
    // From half a millisecond: a commit of the embedded log takes less than one.
    static readonly InstrumentAdvice<double> Seconds =
        new() { HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30] };

    static readonly Meter Meter = new(TelemetryNames.Source);
    static readonly Counter<long> Consumed = Meter.CreateCounter<long>(TelemetryNames.Consumed, "{message}");
    static readonly Counter<long> Rewinds = Meter.CreateCounter<long>(TelemetryNames.Rewinds, "{rewind}");
    static readonly Counter<long> Moves = Meter.CreateCounter<long>(TelemetryNames.Moves, "{partition}");
    static readonly Histogram<double> OperationDuration = Meter.CreateHistogram(TelemetryNames.OperationDuration, "s", advice: Seconds);
    static readonly Histogram<double> ProcessDuration = Meter.CreateHistogram(TelemetryNames.ProcessDuration, "s", advice: Seconds);

    /// <summary>Counts records that were read.</summary>
    public static void Read(int records, in TagList client) => Consumed.Add(records, client);

    /// <summary>Measures what was done with a batch.</summary>
    public static void Processed(TimeSpan took, in TagList client) => ProcessDuration.Record(took.TotalSeconds, client);

    /// <summary>Measures a commit.</summary>
    /// <param name="took">How long it took.</param>
    /// <param name="client">The tags of the client that commits.</param>
    /// <param name="fault">Why it failed, or null.</param>
    public static void Committed(TimeSpan took, in TagList client, Exception? fault = null)
    {
        var tags = client;
        if (fault is not null) tags.Add(TelemetryNames.ErrorTag, fault.GetType().Name);
        OperationDuration.Record(took.TotalSeconds, tags);
    }

    /// <summary>Counts a rewind.</summary>
    public static void Rewound(in TagList client) => Rewinds.Add(1, client);

    /// <summary>Counts partitions that came to or left this process.</summary>
    /// <param name="group">The consumer group.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="move"><c>gained</c>, <c>revoked</c> or <c>lost</c>.</param>
    /// <param name="partitions">How many.</param>
    public static void Moved(string group, string topic, string move, int partitions) => Moves.Add(
        partitions, new(TelemetryNames.GroupTag, group), new(TelemetryNames.TopicTag, topic), new(TelemetryNames.MoveTag, move));
}
