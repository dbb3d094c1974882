using System.Globalization;
using System.Reflection;
using System.Text;
using StockNow.Host.Configuration;
using StockNow.Stages.Telemetry;

namespace StockNow.Host.Health;

/// <summary>Writes <c>docs/telemetry.md</c> from <see cref="TelemetryNames"/> and its summaries.</summary>
internal static class TelemetryReference
{
    const string Head = """
        # Telemetry

        Generated from `TelemetryNames`; a test fails when this copy is stale. To update it: `STOCKNOW_UPDATE_DOCS=1 dotnet test StockNow.Tests --filter FullyQualifiedName~TelemetryReference`.

        ## Health

        `Http:Url`, such as `http://127.0.0.1:8080`, or `http://*:8080` in a container, serves:

        | path | answers |
        |---|---|
        | `/health/live` | 200, or 503 when the process should be ended and started again: a stage has failed for good, or nothing in the process gets to its work. Never for what is outside of it: no restart brings a broker back. |
        | `/health/ready` | 200, or 503 while a stage starts, is started again or has failed, while the event log does not answer, or while `validate` would warn of it: a transaction hangs, or a group has lost its offsets. What `validate` only notes, such as a topic that accepts short records only, leaves the process ready. The JSON body has one entry a stage, with its state, the reason and its lag, one for the event log, and the warnings. |
        | `/metrics` | The measurements below as Prometheus reads them: dots become underscores, units and `_total` are appended, as in `stocknow_stage_received_total`. |

        `stocknow health`, with the same configuration, asks `/health/ready`, prints one line a stage and exits 0 or 1.
        The event log is asked every 2 s, and counts as away after an error or after 5 s without an answer; transactions that hang are looked for every 30 s.
        Where the port is taken a warning says so and the stages run all the same. On `*` everyone who reaches the machine can read the stages' faults, with paths and broker names; `127.0.0.1` serves this machine alone.
        At most 100 connections are open at once; a request has no body, and its headers must arrive within 5 s.

        ## Export

        Where `OTEL_EXPORTER_OTLP_ENDPOINT` is set, measurements and spans are sent there; all standard `OTEL_` variables hold. Service name: `stocknow`, or `OTEL_SERVICE_NAME`. When nothing can be sent there, a warning says so once.
        Meter and activity source are called `StockNow`; those of the .NET runtime (`System.Runtime`) come along. While nobody listens, nothing is measured and no span is made.

        ## Traces

        A batch of readings that the simulator sends is one span, `send instocknow-input`. When it is recorded, its readings carry `traceparent`, and `tracestate` where there is one, in the form of the W3C.
        Filter and handler pass both headers on as they came, also those of other producers and also while nothing is exported: reading, alert, report and dead letter belong to one trace.
        Each stage has one span a batch, `process <topic>`, linked to the traces of its records; never one a record. The topic of a record and its headers `source-topic`, `source-partition` and `source-offset` show which stage made it.

        """;

    /// <summary>The whole reference.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        text.Append("\n## Measurements\n\nOnce a stage is drained, its received = sent + all dropped.\n\n| name | kind | unit | says |\n|---|---|---|---|\n");
        foreach (var (name, kind, unit, says) in Instruments()) text.Append(CultureInfo.InvariantCulture, $"| `{name}` | {kind} | `{unit}` | {says} |\n");
        text.Append("\n## Tags\n\n| name | says |\n|---|---|\n");
        foreach (var (name, says) in Tags()) text.Append(CultureInfo.InvariantCulture, $"| `{name}` | {says} |\n");
        return text.ToString();
    }

    /// <summary>Every instrument as its summary describes it: <c>Counter, {record}: records that ...</c>.</summary>
    public static IEnumerable<(string Name, string Kind, string Unit, string Says)> Instruments() =>
        from constant in Constants()
        where constant.What.Contains(", ", StringComparison.Ordinal)
        let kindAndUnit = constant.What.Split(", ", 2)
        select (constant.Name, kindAndUnit[0], kindAndUnit[1], constant.Says);

    static IEnumerable<(string Name, string Says)> Tags() =>
        Constants().Where(constant => constant.What == "Tag").Select(constant => (constant.Name, constant.Says));

    static IEnumerable<(string Name, string What, string Says)> Constants()
    {
        var summaries = new XmlSummaries();
        foreach (var constant in typeof(TelemetryNames).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            if (summaries.Of(constant).Split(": ", 2) is not [var what, var says]) continue;
            yield return ((string)constant.GetRawConstantValue()!, what, $"{char.ToUpperInvariant(says[0])}{says[1..]}");
        }
    }
}
