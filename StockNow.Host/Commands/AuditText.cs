using System.Globalization;
using System.Text;
using System.Text.Json;
using StockNow.Contracts.Events;
using System.Text.Json.Serialization;
using StockNow.Stages.Audit;

namespace StockNow.Host.Commands;

/// <summary>An audit for people and for programs.</summary>
internal static class AuditText
{
    static readonly JsonSerializerOptions JsonOptions = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = PlainJsonEncoder.Instance,
        DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    };

    /// <summary>One object with <c>clean</c>, <c>readings</c>, <c>alerts</c> and <c>findings</c>.</summary>
    public static string Json(AuditReport report) => JsonSerializer.Serialize(new
    {
        Clean = report.IsClean,
        Readings = report.Readings.Select(equation => new
        {
            Partition = equation.Partition.ToString(), equation.Readings, equation.Alerts, equation.NoAlerts, equation.DeadLetters, equation.WaitingForFilter,
            equation.Stored, equation.Malformed, equation.WaitingForStorage, equation.Holds,
        }),
        Alerts = report.Alerts.Select(equation => new
        {
            Partition = equation.Partition.ToString(), equation.Alerts, equation.Reports, equation.DeadLetters, equation.WaitingForHandler, equation.Holds,
        }),
        Findings = report.Findings.Select(finding => new { finding.Where, finding.What }),
    }, JsonOptions) + "\n";

    /// <summary>The equations, then the findings, then the verdict.</summary>
    public static string Table(AuditReport report)
    {
        var text = new StringBuilder();
        foreach (var equation in report.Readings)
        {
            text.AppendLine(equation.Partition.ToString());
            Line($"{equation.Readings:N0} readings = {equation.Alerts:N0} alerts + {equation.NoAlerts:N0} no alerts + {equation.DeadLetters:N0} dead letters", equation.WaitingForFilter, "the filter");
            Line($"{equation.Readings:N0} readings = {equation.Stored:N0} stored + {equation.Malformed:N0} malformed", equation.WaitingForStorage, "storage");
        }
        foreach (var equation in report.Alerts)
        {
            text.AppendLine(equation.Partition.ToString());
            Line($"{equation.Alerts:N0} alerts = {equation.Reports:N0} reports + {equation.DeadLetters:N0} dead letters", equation.WaitingForHandler, "the handler");
        }
        foreach (var finding in report.Findings) text.AppendLine(CultureInfo.InvariantCulture, $"  !! {finding.Where}: {finding.What}");
        text.AppendLine(report.IsClean
            ? report.Readings.Count == 0 ? "Nothing to audit: the event log is not there yet." : "Clean: nothing lost, nothing twice."
            : $"NOT CLEAN: {report.Findings.Count} {(report.Findings.Count == 1 ? "finding" : "findings")}.");
        return text.ToString();

        void Line(FormattableString sum, long waiting, string stage) => text.AppendLine(
            CultureInfo.InvariantCulture, $"  {FormattableString.Invariant(sum)}{(waiting > 0 ? FormattableString.Invariant($" + {waiting:N0} waiting for {stage}") : "")}");
    }
}
