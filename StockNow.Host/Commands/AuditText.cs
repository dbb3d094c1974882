using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using StockNow.Contracts.Events;
using StockNow.Host.Display;
using StockNow.Stages.Audit;
using StockNow.Stages.Streaming;

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

    /// <summary>
    /// One object with <c>event_log</c>, <c>lake</c>, <c>clean</c>, <c>empty</c>, <c>readings</c>, <c>alerts</c>, <c>notes</c> and <c>findings</c>. Other
    /// programs read it: members are
    /// added, never renamed.
    /// </summary>
    public static string Json(AuditPlace place, AuditReport report)
    {
        var json = new OrderedDictionary<string, object>
        {
            ["event_log"] = place.EventLog,
            ["lake"] = place.Lake,
            ["clean"] = report.IsClean,
            ["empty"] = report.IsEmpty,
            ["readings"] = report.Readings.Select(equation => new
            {
                Partition = equation.Partition.ToString(), equation.Readings, equation.Alerts, equation.NoAlerts, equation.DeadLetters,
                    equation.WaitingForFilter, equation.MissingOutputs,
                equation.Stored, equation.Malformed, equation.Dropped, equation.WaitingForStorage, equation.MissingRows, equation.Holds,
            }),
        };
        foreach (var (stage, partitions) in report.Stages)
            if (!json.TryAdd($"{stage.Input}s", partitions.Select(equation => Members(stage, equation))))
                json.Add(stage.Stage, partitions.Select(equation => Members(stage, equation)));
        json.Add("notes", report.Notes);
        json.Add("findings", report.Findings.Select(finding => new { finding.Where, finding.What }));
        return JsonSerializer.Serialize(json, JsonOptions) + "\n";
    }

    static OrderedDictionary<string, object> Members(ConsumerGroup stage, StageEquation equation)
    {
        var members = new OrderedDictionary<string, object> { ["partition"] = equation.Partition.ToString(), [$"{stage.Input}s"] = equation.Records,
            [$"{stage.Output}s"] = equation.Outputs };
        if (stage.PerRecord == OutputsPerRecord.AtMostOne) members.Add($"no_{stage.Output}s", equation.Nothing);
        if (stage.HasDeadLetters) members.Add("dead_letters", equation.DeadLetters);
        members.Add($"waiting_for_{stage.ShortName}", equation.Waiting);
        members.Add("missing", equation.Missing);
        members.Add("holds", equation.Holds);
        return members;
    }

    /// <summary>What was looked at, the equations of each partition and of all of them, then notes, findings and the verdict.</summary>
    public static string Table(AuditPlace place, AuditReport report)
    {
        var text = new StringBuilder().AppendLine(place.ToString());
        foreach (var equation in report.Readings) Readings(equation.Partition.ToString(), equation);
        if (report.Readings.Count > 1) Readings($"{report.Readings[0].Partition.Topic}, all partitions", report.Readings.Aggregate(Sum));
        foreach (var (stage, partitions) in report.Stages)
        {
            foreach (var equation in partitions) Stage(equation.Partition.ToString(), stage, equation);
            if (partitions.Count > 1) Stage($"{stage.Topic}, all partitions", stage, partitions.Aggregate(Sum));
        }
        foreach (var note in report.Notes) text.AppendLine(CultureInfo.InvariantCulture, $"  note: {PeopleText.OneLine(note).TrimEnd('.')}.");
        foreach (var finding in report.Findings) text.AppendLine(CultureInfo.InvariantCulture, $"  !! {Say(finding)}");
        return text.AppendLine(Verdict(report)).ToString();

        void Readings(string title, ReadingsEquation sum)
        {
            text.AppendLine(title);
            Line(Plural.Of(sum.Readings, "reading"),
                [Plural.Of(sum.Alerts, "alert"), Plural.Of(sum.NoAlerts, "no alert"), Plural.Of(sum.DeadLetters, "dead letter")], sum.WaitingForFilter,
                "the filter", sum.MissingOutputs);
            var rows = new List<string> { $"{PeopleText.Count(sum.Stored)} stored", $"{PeopleText.Count(sum.Malformed)} malformed" };
            if (sum.Dropped > 0) rows.Add($"{PeopleText.Count(sum.Dropped)} dropped from the lake by decision");
            Line(Plural.Of(sum.Readings, "reading"), rows, sum.WaitingForStorage, "storage", sum.MissingRows);
        }

        void Stage(string title, ConsumerGroup stage, StageEquation sum)
        {
            text.AppendLine(title);
            var parts = new List<string> { Plural.Of(sum.Outputs, stage.Output) };
            if (stage.PerRecord == OutputsPerRecord.AtMostOne) parts.Add(Plural.Of(sum.Nothing, $"no {stage.Output}"));
            if (stage.HasDeadLetters) parts.Add(Plural.Of(sum.DeadLetters, "dead letter"));
            Line(Plural.Of(sum.Records, stage.Input), parts, sum.Waiting, $"the {stage.ShortName}", sum.Missing);
        }

        void Line(string whole, List<string> parts, long waiting, string stage, long missing)
        {
            if (waiting > 0) parts.Add($"{PeopleText.Count(waiting)} waiting for {stage}");
            if (missing > 0) parts.Add($"{PeopleText.Count(missing)} MISSING");
            text.AppendLine(CultureInfo.InvariantCulture, $"  {whole} = {string.Join(" + ", parts)}");
        }
    }

    // A sentence that names the object begins with it, and does not repeat it.
    static string Say(AuditFinding finding) =>
        PeopleText.OneLine(finding.What.StartsWith($"'{finding.Where}'", StringComparison.Ordinal) ? finding.What : $"{finding.Where}: {finding.What}");

    static string Verdict(AuditReport report) =>
        report.IsEmpty ? "Nothing to audit: neither event log nor lake holds anything there. Are DataFolder and EventLog:Kind right?"
        : report.IsClean ? "Clean: nothing lost, nothing twice."
        : $"NOT CLEAN: {Plural.Of(report.Findings.Count, "finding")}.";

    static ReadingsEquation Sum(ReadingsEquation left, ReadingsEquation right) =>
        new(left.Partition, left.Readings + right.Readings, left.Alerts + right.Alerts,
        left.NoAlerts + right.NoAlerts, left.DeadLetters + right.DeadLetters, left.WaitingForFilter + right.WaitingForFilter, left.Stored
        + right.Stored, left.Malformed + right.Malformed,
        left.WaitingForStorage + right.WaitingForStorage, left.MissingOutputs + right.MissingOutputs, left.MissingRows + right.MissingRows,
        left.Dropped + right.Dropped);

    static StageEquation Sum(StageEquation left, StageEquation right) => new(left.Partition, left.Records + right.Records, left.Outputs + right.Outputs,
        left.DeadLetters + right.DeadLetters, left.Waiting + right.Waiting, left.Missing + right.Missing) { Nothing = left.Nothing + right.Nothing };
}
