using System.Globalization;
using System.Text;
using System.Text.Json;
using StockNow.Contracts.Events;
using StockNow.Host.Display;
using StockNow.Stages.Audit;
using StockNow.Stages.Lake.Proof;

namespace StockNow.Host.Commands;

/// <summary>A verification of the lake for people and for programs.</summary>
internal static class LakeReportText
{
    static readonly JsonSerializerOptions JsonOptions =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = PlainJsonEncoder.Instance };

    /// <summary>One object with <c>lake</c>, <c>clean</c>, <c>empty</c>, <c>partitions</c>, <c>notes</c> and <c>findings</c>.</summary>
    /// <param name="lake">Kind and place of the lake.</param>
    /// <param name="report">What its verification came to.</param>
    /// <param name="missing">Ranges that the event log says were there.</param>
    /// <param name="note">What else is to be known, or null.</param>
    public static string Json(string lake, LakeReport report, IReadOnlyList<AuditFinding> missing, string? note) => JsonSerializer.Serialize(new
    {
        Lake = lake,
        Clean = IsClean(report, missing),
        Empty = report.Chains.Count == 0,
        Partitions = report.Chains.Select(chain => new
        {
            chain.Id.Cluster, Partition = chain.Id.Partition.ToString(), chain.Start, chain.Next, chain.Intents, chain.Records, chain.Malformed, chain.Rows,
                chain.Files, chain.OpenFiles, chain.Dropped,
        }),
        Notes = Notes(report, note),
        Findings = report.Findings.Select(finding => new { Kind = finding.Kind.ToString(), finding.Key, finding.Sentence })
            .Concat(missing.Select(finding => new { Kind = "MissingRanges", Key = finding.Where, Sentence = finding.What })),
    }, JsonOptions) + "\n";

    /// <summary>What was looked at, a line per partition, then the findings, then the verdict.</summary>
    /// <param name="lake">Kind and place of the lake.</param>
    /// <param name="report">What its verification came to.</param>
    /// <param name="missing">Ranges that the event log says were there.</param>
    /// <param name="note">What else is to be known, or null.</param>
    public static string Table(string lake, LakeReport report, IReadOnlyList<AuditFinding> missing, string? note)
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"Lake: {lake}");
        foreach (var chain in report.Chains)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"{chain.Id}");
            if (chain.Intents == 0) text.AppendLine(CultureInfo.InvariantCulture, $"  begins at offset {chain.Start:N0}; no range is stored yet");
            else text.AppendLine(CultureInfo.InvariantCulture,
                $"  offsets {chain.Start:N0} to {chain.Next - 1:N0}: {Plural.Of(chain.Intents, "range")}, {Plural.Of(chain.Records, "record")} = "
                + $"{Plural.Of(chain.Rows, "row")} in {Plural.Of(chain.Files, "file")} + {chain.Malformed:N0} malformed"
                + $"{(chain.Dropped > 0 ? $" + {chain.Dropped:N0} dropped by decision" : "")}");
            if (chain.OpenFiles > 0)
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"  the newest range still lacks {Plural.Of(chain.OpenFiles, "file")}; its writer is at work or finishes it when it starts again");
        }
        foreach (var one in Notes(report, note)) text.AppendLine(CultureInfo.InvariantCulture, $"  note: {PeopleText.OneLine(one).TrimEnd('.')}.");
        foreach (var finding in report.Findings) text.AppendLine(CultureInfo.InvariantCulture, $"  !! {PeopleText.OneLine(finding.Sentence)}");
        foreach (var finding in missing) text.AppendLine(CultureInfo.InvariantCulture, $"  !! {finding.Where}: {finding.What}");
        return text.AppendLine(IsClean(report, missing) ? "Clean: every range is there, every row once."
            : report.Findings.Count + missing.Count is var count and > 0 ? $"NOT CLEAN: {Plural.Of(count, "finding")}."
            : "Nothing to verify: the lake is empty. Is DataFolder right?").ToString();
    }

    static IEnumerable<string> Notes(LakeReport report, string? note) => note is null ? report.Notes : [.. report.Notes, note];

    static bool IsClean(LakeReport report, IReadOnlyList<AuditFinding> missing) => report.Findings.Count + missing.Count == 0 && report.Chains.Count > 0;
}
