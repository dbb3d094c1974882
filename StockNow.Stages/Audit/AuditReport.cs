using StockNow.Contracts.Topics;

namespace StockNow.Stages.Audit;

/// <summary>What an audit found.</summary>
/// <param name="Readings">The equation of each partition of the input topic.</param>
/// <param name="Alerts">The equation of each partition of the alerts topic.</param>
/// <param name="Findings">Loss, duplication and whatever else should not be; empty when all is well.</param>
public sealed record AuditReport(IReadOnlyList<ReadingsEquation> Readings, IReadOnlyList<AlertsEquation> Alerts, IReadOnlyList<AuditFinding> Findings)
{
    /// <summary>Whether nothing is lost and nothing is there twice.</summary>
    public bool IsClean => Findings.Count == 0;
}

/// <summary>readings = alerts + no alerts + dead letters + waiting for the filter, and = stored + malformed + waiting for storage.</summary>
/// <param name="Partition">The partition of the input topic.</param>
/// <param name="Readings">Records that the log holds.</param>
/// <param name="Alerts">Records found in the alerts topic.</param>
/// <param name="NoAlerts">Records that are no alerts.</param>
/// <param name="DeadLetters">Records found in the dead letters.</param>
/// <param name="WaitingForFilter">Records that the filter has not read yet.</param>
/// <param name="Stored">Rows found in the lake.</param>
/// <param name="Malformed">Records that storage passed over.</param>
/// <param name="WaitingForStorage">Records beyond the lake's last range.</param>
public sealed record ReadingsEquation(
    TopicPartition Partition, long Readings, long Alerts, long NoAlerts, long DeadLetters, long WaitingForFilter, long Stored, long Malformed, long WaitingForStorage)
{
    /// <summary>Whether both sides are equal.</summary>
    public bool Holds => Readings == Alerts + NoAlerts + DeadLetters + WaitingForFilter && Readings == Stored + Malformed + WaitingForStorage;
}

/// <summary>alerts = reports + dead letters + waiting for the handler.</summary>
/// <param name="Partition">The partition of the alerts topic.</param>
/// <param name="Alerts">Records that the log holds.</param>
/// <param name="Reports">Records found in the missing-products topic.</param>
/// <param name="DeadLetters">Records found in the dead letters.</param>
/// <param name="WaitingForHandler">Records that the handler has not read yet.</param>
public sealed record AlertsEquation(TopicPartition Partition, long Alerts, long Reports, long DeadLetters, long WaitingForHandler)
{
    /// <summary>Whether both sides are equal.</summary>
    public bool Holds => Alerts == Reports + DeadLetters + WaitingForHandler;
}

/// <summary>Something that should not be.</summary>
/// <param name="Where">A partition, an intent or a file.</param>
/// <param name="What">What is wrong, for a person.</param>
public sealed record AuditFinding(string Where, string What);
