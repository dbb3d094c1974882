using System.Diagnostics;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.Streaming.Measured;

/// <summary>Spans, one a batch at most. While nobody listens none is made.</summary>
public static class Traces
{
    // A span of a batch is linked to so many traces that its records belong to; more would help nobody.
    const int MostLinks = 32;

    static readonly ActivitySource Source = new(TelemetryNames.Source);

    /// <summary>Begins the span of a batch that is being sent; null when nobody listens or it is not sampled.</summary>
    public static Activity? StartSend(string topic)
    {
        if (!Source.HasListeners()) return null;
        var span = StartAside($"send {topic}", ActivityKind.Producer, null);
        return span?.SetTag(TelemetryNames.OperationTag, "send").SetTag(TelemetryNames.TopicTag, topic);
    }

    /// <summary>
    /// Begins the span of a batch that is being processed, linked to the traces of its records; null when nobody listens or it is not sampled.
    /// </summary>
    public static Activity? StartProcess(RecordBatch batch)
    {
        if (!Source.HasListeners()) return null;
        var span = StartAside($"process {batch.Partition.Topic}", ActivityKind.Consumer, LinksOf(batch));
        return span?.SetTag(TelemetryNames.OperationTag, "process").SetTag(TelemetryNames.TopicTag, batch.Partition.Topic)
            .SetTag(TelemetryNames.PartitionTag, batch.Partition.Partition).SetTag(TelemetryNames.BatchTag, batch.Count);
    }

    // Spans of batches end in other calls than they begin in, and one must not become the parent of the next.
    static Activity? StartAside(string name, ActivityKind kind, List<ActivityLink>? links)
    {
        var around = Activity.Current;
        Activity.Current = null;
        var span = Source.StartActivity(name, kind, parentContext: default, links: links);
        Activity.Current = around;
        return span is { Recorded: true } ? span : null;
    }

    // Records that were sent together carry the same header one after the other.
    static List<ActivityLink> LinksOf(RecordBatch batch)
    {
        var links = new List<ActivityLink>();
        var last = default(ActivityContext);
        for (var i = 0; i < batch.Count && links.Count < MostLinks; i++)
        {
            if (!batch[i].Headers.TryGetTrace(out var trace) || trace == last) continue;
            last = trace;
            links.Add(new ActivityLink(trace));
        }
        return links;
    }
}
