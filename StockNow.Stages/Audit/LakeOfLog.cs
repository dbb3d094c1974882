using System.Globalization;
using StockNow.Contracts.Topics;
using StockNow.Stages.Lake.Proof;

namespace StockNow.Stages.Audit;

/// <summary>Holds a lake's chains against the event log that they should be of. Pure.</summary>
/// <param name="inputIdentity">The identity of the topic that storage reads; empty when there is no event log.</param>
/// <param name="report">The verified lake.</param>
public sealed class LakeOfLog(string inputIdentity, LakeReport report)
{
    /// <summary>The chains of this log, by partition.</summary>
    public IReadOnlyDictionary<TopicPartition, ChainSummary> Chains { get; } = report.Chains
        .Where(chain => chain.Id.Cluster == inputIdentity && chain.Id.Partition.Topic == TopicNames.Input).ToDictionary(chain => chain.Id.Partition);

    /// <summary>The event logs whose ranges are all that the lake holds, although they are not the one that is here.</summary>
    public IEnumerable<AuditFinding> GoneLogs() =>
        Chains.Count > 0 ? [] : Others().Select(other => new AuditFinding("the lake", string.Create(CultureInfo.InvariantCulture,
        $"it holds {Plural.Of(other.Rows, "row")} of event log {other.Cluster}, which is not there")
        + (inputIdentity.Length == 0 ? "" : $"; the event log that is there is {inputIdentity}")
        + ". Name the right one with DataFolder or EventLog:Kind, or bring it back from a backup. Sending the same readings to a new event log would store "
        + "them twice"));

    /// <summary>Other event logs whose ranges lie beside those of this one.</summary>
    public IEnumerable<string> Notes() => Chains.Count == 0 ? [] : Others().Select(other =>
        $"the lake also holds {Plural.Of(other.Rows, "row")} of event log {other.Cluster}, which is another than this one ({inputIdentity}): not judged. If "
        + "it is gone and its readings were sent again, they are there twice");

    IEnumerable<(string Cluster, long Rows)> Others() => report.Chains.Where(chain => chain.Id.Cluster != inputIdentity && chain.Intents > 0)
        .GroupBy(chain => chain.Id.Cluster, (cluster, chains) => (cluster, chains.Sum(chain => chain.Rows)));
}
