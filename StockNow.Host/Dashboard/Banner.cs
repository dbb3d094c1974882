using StockNow.Host.Display;
using StockNow.Host.Health;
using StockNow.Stages.Hosting;

namespace StockNow.Host.Dashboard;

/// <summary>What a start says of itself: stages, event log, lake, engine, where the data lies, how to stop.</summary>
/// <param name="Plan">What this process runs.</param>
/// <param name="Options">What concerns every stage.</param>
/// <param name="EventLog">The event log's own description; null where the run does not use it.</param>
/// <param name="Lake">The lake's own description; null where the run does not use it.</param>
/// <param name="Engine">The engine's own description; null where the run does not use it.</param>
/// <param name="Http">Where health and metrics are served.</param>
internal sealed record Banner(RunPlan Plan, PipelineOptions Options, string? EventLog, string? Lake, string? Engine, HttpOptions Http)
{
    /// <summary>Plain text, one fact a line.</summary>
    public override string ToString() => $"""
        StockNow {ProductVersion.Text}
          stages     {string.Join(" -> ", Plan.Stages)}{Used("event log", EventLog)}{Used("lake", Lake)}{Used("engine", Engine)}
          data       {Path.GetFullPath(Options.DataFolder)}{Served}
          to stop    {HowToStop}
        """;

    static string Used(string what, string? description) => description is null ? "" : $"\n  {what,-10} {description}";

    string Served => Http.IsOn ? $"\n  http       {Http.Address} with /health/live, /health/ready and /metrics" : "";

    string HowToStop => (Plan.UntilDrained ? "ends by itself once all input is handled; " : "")
        + $"Ctrl-C lets each stage finish what it has in hand, within {PeopleText.Duration(Options.ShutdownTimeout)}; a second Ctrl-C ends at once, and "
        + "nothing is lost";
}
