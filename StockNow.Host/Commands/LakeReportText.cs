using System.Globalization;
using System.Text;
using System.Text.Json;
using StockNow.Contracts.Events;
using StockNow.Stages.Lake.Intents;

namespace StockNow.Host.Commands;

/// <summary>A verification of the lake for people and for programs.</summary>
internal static class LakeReportText
{
    static readonly JsonSerializerOptions JsonOptions = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = PlainJsonEncoder.Instance };

    /// <summary>One object with <c>clean</c>, <c>partitions</c> and <c>findings</c>.</summary>
    public static string Json(LakeReport report) => JsonSerializer.Serialize(new
    {
        Clean = report.Findings.Count == 0,
        Partitions = report.Chains.Select(chain => new
        {
            chain.Id.Cluster, Partition = chain.Id.Partition.ToString(), chain.Start, chain.Next, chain.Intents, chain.Records, chain.Malformed, chain.Rows, chain.Files, chain.OpenFiles,
        }),
        Findings = report.Findings.Select(finding => new { Kind = finding.Kind.ToString(), finding.Key, finding.Sentence }),
    }, JsonOptions) + "\n";

    /// <summary>A line per partition, then the findings, then the verdict.</summary>
    public static string Table(LakeReport report)
    {
        var text = new StringBuilder();
        foreach (var chain in report.Chains)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{chain.Id}");
            if (chain.Intents == 0) text.AppendLine(CultureInfo.InvariantCulture, $"  begins at offset {chain.Start:N0}; no range is stored yet");
            else text.AppendLine(CultureInfo.InvariantCulture,
                $"  offsets {chain.Start:N0} to {chain.Next - 1:N0}: {chain.Intents:N0} ranges, {chain.Records:N0} records = {chain.Rows:N0} rows in {chain.Files:N0} files + {chain.Malformed:N0} malformed");
            if (chain.OpenFiles > 0) text.AppendLine(CultureInfo.InvariantCulture, $"  the newest range still lacks {chain.OpenFiles:N0} files; its writer is at work or finishes it when it starts again");
        }
        foreach (var finding in report.Findings) text.AppendLine(CultureInfo.InvariantCulture, $"  !! {finding.Sentence}");
        text.AppendLine(report.Findings.Count > 0 ? $"NOT CLEAN: {report.Findings.Count} {(report.Findings.Count == 1 ? "finding" : "findings")}."
            : report.Chains.Count == 0 ? "Nothing to verify: the lake is empty." : "Clean: every range is there, every row once.");
        return text.ToString();
    }
}
