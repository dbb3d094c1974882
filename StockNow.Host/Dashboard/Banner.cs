using System.Reflection;
using StockNow.Host.Health;
using StockNow.Stages.Hosting;

namespace StockNow.Host.Dashboard;

/// <summary>What a start says of itself: stages, event log, lake, engine, where the data lies, how to stop.</summary>
/// <param name="Plan">What this process runs.</param>
/// <param name="Options">What concerns every stage.</param>
/// <param name="EventLog">The event log's own description.</param>
/// <param name="Lake">The lake's own description.</param>
/// <param name="Engine">The engine's own description.</param>
/// <param name="Http">Where health and metrics are served.</param>
internal sealed record Banner(RunPlan Plan, PipelineOptions Options, string EventLog, string Lake, string Engine, HttpOptions Http)
{
    /// <summary>The program's version, such as <c>0.1.0</c>.</summary>
    public static string Version { get; } =
        typeof(Banner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    /// <summary>Plain text, one fact a line.</summary>
    public override string ToString() => $"""
        StockNow {Version}
          stages     {string.Join(" -> ", Plan.Stages)}
          event log  {EventLog}
          lake       {Lake}
          engine     {Engine}
          data       {Path.GetFullPath(Options.DataFolder)}{Served}
          to stop    {HowToStop}
        """;

    string Served => Http.IsOn ? $"\n  http       {Http.Url!.TrimEnd('/')} with /health/live, /health/ready and /metrics" : "";

    string HowToStop => (Plan.UntilDrained ? "ends by itself once all input is handled; " : "")
        + $"Ctrl-C lets each stage finish what it has in hand, within {PeopleText.Duration(Options.ShutdownTimeout)}; a second Ctrl-C ends at once, and nothing is lost";
}
