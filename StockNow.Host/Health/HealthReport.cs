using System.Text.Json;
using System.Text.Json.Serialization;
using StockNow.Contracts.Events;
using StockNow.Stages.Hosting;

namespace StockNow.Host.Health;

/// <summary>How this process is doing, as <c>/health/ready</c> says it.</summary>
/// <param name="IsReady">Whether all is as it should be.</param>
/// <param name="Stages">One entry a stage of this process, in the order of the flow.</param>
/// <param name="EventLog">The event log; null when no stage of this process uses it.</param>
/// <param name="Warnings">What an operator must act on, such as a transaction that hangs.</param>
internal sealed record HealthReport(
    [property: JsonPropertyName("ready")] bool IsReady, IReadOnlyList<StageHealth> Stages, EventLogHealth? EventLog, IReadOnlyList<string> Warnings)
{
    static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = PlainJsonEncoder.Instance,
    };

    /// <summary>Judges what was seen.</summary>
    /// <param name="stages">Each stage's name, state and lag, where it is known.</param>
    /// <param name="eventLog">The event log, or null.</param>
    /// <param name="warnings">Warnings of the event log.</param>
    public static HealthReport Of(IEnumerable<(string Stage, StageStatus.Snapshot Now, long? Lag)> stages, EventLogHealth? eventLog,
        IReadOnlyList<string> warnings)
    {
        var judged = stages.Select(stage => StageHealth.Of(stage.Stage, stage.Now, stage.Lag)).ToList();
        return new HealthReport(judged.All(stage => stage.IsReady) && eventLog is not { IsReady: false } && warnings.Count == 0, judged, eventLog, warnings);
    }

    /// <summary>One JSON object.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options) + "\n";

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static HealthReport OfJson(string json) => JsonSerializer.Deserialize<HealthReport>(json, Options) ?? throw new JsonException("null is no report.");
}

/// <summary>How a stage is doing.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="IsReady">Whether it is at work, or done with it.</param>
/// <param name="State">Its state, in lower case.</param>
/// <param name="Reason">Why it is in this state, where a person would ask.</param>
/// <param name="Lag">Records that wait for it; null where that is not known or there is no input.</param>
internal sealed record StageHealth(string Stage, [property: JsonPropertyName("ready")] bool IsReady, string State, string? Reason, long? Lag)
{
    /// <summary>Judges a stage: one that waits to be started, or started again, is not ready.</summary>
    public static StageHealth Of(string stage, StageStatus.Snapshot now, long? lag) => new(
        stage, now.State is StageState.Running or StageState.Draining or StageState.Done, NameOf(now.State), now.Reason, lag);

    /// <summary>A state as tags and reports write it.</summary>
    public static string NameOf(StageState state) => state switch
    {
        StageState.Starting => "starting",
        StageState.Running => "running",
        StageState.Standby => "standby",
        StageState.Unhealthy => "unhealthy",
        StageState.Draining => "draining",
        StageState.Done => "done",
        StageState.Failed => "failed",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}

/// <summary>Whether the event log answers.</summary>
/// <param name="IsReady">Whether it does.</param>
/// <param name="Reason">What it said or did instead, or null.</param>
internal sealed record EventLogHealth([property: JsonPropertyName("ready")] bool IsReady, string? Reason)
{
    /// <summary>It answers.</summary>
    public static EventLogHealth Fine { get; } = new(true, null);
}
