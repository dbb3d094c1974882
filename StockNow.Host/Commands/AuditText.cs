using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using StockNow.Contracts.Events;
using StockNow.Host.Display;
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

    /// <summary>One object with <c>event_log</c>, <c>lake</c>, <c>clean</c>, <c>empty</c>, <c>readings</c>, <c>alerts</c>, <c>notes</c> and <c>findings</c>.</summary>
    public static string Json(AuditPlace place, AuditReport report) => JsonSerializer.Serialize(new
    {
        place.EventLog,
        place.Lake,
        Clean = report.IsClean,
        Empty = report.IsEmpty,
        Readings = report.Readings.Select(equation => new
        {
            Partition = equation.Partition.ToString(), equation.Readings, equation.Alerts, equation.NoAlerts, equation.DeadLetters, equation.WaitingForFilter, equation.MissingOutputs,
            equation.Stored, equation.Malformed, equation.WaitingForStorage, equation.MissingRows, equation.Holds,
        }),
        Alerts = report.Alerts.Select(equation => new
        {
            Partition = equation.Partition.ToString(), equation.Alerts, equation.Reports, equation.DeadLetters, equation.WaitingForHandler, equation.Missing, equation.Holds,
        }),
        report.Notes,
        Findings = report.Findings.Select(finding => new { finding.Where, finding.What }),
    }, JsonOptions) + "\n";

    /// <summary>What was looked at, the equations of each partition and of all of them, then notes, findings and the verdict.</summary>
    public static string Table(AuditPlace place, AuditReport report)
    {
        var text = new StringBuilder().AppendLine(place.ToString());
        foreach (var equation in report.Readings) Readings(equation.Partition.ToString(), equation);
        if (report.Readings.Count > 1) Readings($"{report.Readings[0].Partition.Topic}, all partitions", report.Readings.Aggregate(Sum));
        foreach (var equation in report.Alerts) Alerts(equation.Partition.ToString(), equation);
        if (report.Alerts.Count > 1) Alerts($"{report.Alerts[0].Partition.Topic}, all partitions", report.Alerts.Aggregate(Sum));
        foreach (var note in report.Notes) text.AppendLine(CultureInfo.InvariantCulture, $"  note: {PeopleText.OneLine(note).TrimEnd('.')}.");
        foreach (var finding in report.Findings) text.AppendLine(CultureInfo.InvariantCulture, $"  !! {Say(finding)}");
        return text.AppendLine(Verdict(report)).ToString();

        void Readings(string title, ReadingsEquation sum)
        {
            text.AppendLine(title);
            Line(Plural.Of(sum.Readings, "reading"), [Plural.Of(sum.Alerts, "alert"), Plural.Of(sum.NoAlerts, "no alert"), Plural.Of(sum.DeadLetters, "dead letter")], sum.WaitingForFilter, "the filter", sum.MissingOutputs);
            Line(Plural.Of(sum.Readings, "reading"), [$"{PeopleText.Count(sum.Stored)} stored", $"{PeopleText.Count(sum.Malformed)} malformed"], sum.WaitingForStorage, "storage", sum.MissingRows);
        }

        void Alerts(string title, AlertsEquation sum)
        {
            text.AppendLine(title);
            Line(Plural.Of(sum.Alerts, "alert"), [Plural.Of(sum.Reports, "report"), Plural.Of(sum.DeadLetters, "dead letter")], sum.WaitingForHandler, "the handler", sum.Missing);
        }

        void Line(string whole, List<string> parts, long waiting, string stage, long missing)
        {
            if (waiting > 0) parts.Add($"{PeopleText.Count(waiting)} waiting for {stage}");
            if (missing > 0) parts.Add($"{PeopleText.Count(missing)} MISSING");
            text.AppendLine(CultureInfo.InvariantCulture, $"  {whole} = {string.Join(" + ", parts)}");
        }
    }

    // A sentence that names the object begins with it, and is not told twice.
    static string Say(AuditFinding finding) => PeopleText.OneLine(finding.What.StartsWith($"'{finding.Where}'", StringComparison.Ordinal) ? finding.What : $"{finding.Where}: {finding.What}");

    static string Verdict(AuditReport report) =>
        report.IsEmpty ? "Nothing to audit: neither event log nor lake holds anything there. Are DataFolder and EventLog:Kind right?"
        : report.IsClean ? "Clean: nothing lost, nothing twice."
        : $"NOT CLEAN: {Plural.Of(report.Findings.Count, "finding")}.";

    static ReadingsEquation Sum(ReadingsEquation left, ReadingsEquation right) => new(left.Partition, left.Readings + right.Readings, left.Alerts + right.Alerts,
        left.NoAlerts + right.NoAlerts, left.DeadLetters + right.DeadLetters, left.WaitingForFilter + right.WaitingForFilter, left.Stored + right.Stored, left.Malformed + right.Malformed,
        left.WaitingForStorage + right.WaitingForStorage, left.MissingOutputs + right.MissingOutputs, left.MissingRows + right.MissingRows);

    static AlertsEquation Sum(AlertsEquation left, AlertsEquation right) => new(left.Partition, left.Alerts + right.Alerts, left.Reports + right.Reports,
        left.DeadLetters + right.DeadLetters, left.WaitingForHandler + right.WaitingForHandler, left.Missing + right.Missing);
}
