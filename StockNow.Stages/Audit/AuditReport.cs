using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>What an audit found.</summary>
/// <param name="Readings">The equation of each partition of the input topic.</param>
/// <param name="Stages">The equations of the stages that read other topics.</param>
/// <param name="Findings">Loss, duplication and whatever else should not be; empty when all is well.</param>
/// <param name="Notes">What was seen, is no fault by itself, and was not judged.</param>
/// <param name="IsEmpty">Whether neither the event log nor the lake has ever held anything.</param>
public sealed record AuditReport(
    IReadOnlyList<ReadingsEquation> Readings, IReadOnlyList<StageEquations> Stages, IReadOnlyList<AuditFinding> Findings, IReadOnlyList<string> Notes,
    bool IsEmpty)
{
    /// <summary>Whether something was there, nothing of it is lost, and nothing is there twice.</summary>
    public bool IsClean => Findings.Count == 0 && !IsEmpty;
}

/// <summary>
/// readings = alerts + no alerts + dead letters + waiting for the filter + missing, and = stored + malformed + waiting for storage + missing. Both are always
/// true.
/// </summary>
/// <param name="Partition">The partition of the input topic.</param>
/// <param name="Readings">Records that the log holds.</param>
/// <param name="Alerts">Records whose alert was found, or may have been removed by retention.</param>
/// <param name="NoAlerts">Records that are no alerts.</param>
/// <param name="DeadLetters">Records whose dead letter was found, or may have been removed by retention.</param>
/// <param name="WaitingForFilter">Records that the filter has not read yet.</param>
/// <param name="Stored">Records whose row was found in the lake.</param>
/// <param name="Malformed">Records that storage passed over.</param>
/// <param name="WaitingForStorage">Records beyond the lake's last range.</param>
/// <param name="MissingOutputs">Records whose alert or dead letter is missing.</param>
/// <param name="MissingRows">Records whose row is missing.</param>
/// <param name="Dropped">Records whose row was dropped by the lake's retention, or accepted as lost.</param>
public sealed record ReadingsEquation(
    TopicPartition Partition, long Readings, long Alerts, long NoAlerts, long DeadLetters, long WaitingForFilter, long Stored, long Malformed,
    long WaitingForStorage,
    long MissingOutputs = 0, long MissingRows = 0, long Dropped = 0)
{
    /// <summary>Whether nothing is missing.</summary>
    public bool Holds => Readings == Alerts + NoAlerts + DeadLetters + WaitingForFilter && Readings == Stored + Malformed + Dropped + WaitingForStorage;
}

/// <summary>The equations of one stage.</summary>
/// <param name="Stage">The stage; it names its records and outputs.</param>
/// <param name="Partitions">The equation of each partition of its topic.</param>
public sealed record StageEquations(ConsumerGroup Stage, IReadOnlyList<StageEquation> Partitions);

/// <summary>records = outputs + dead letters + nothing + waiting for the stage + missing. It is always true.</summary>
/// <param name="Partition">The partition of the stage's topic.</param>
/// <param name="Records">Records that the log holds.</param>
/// <param name="Outputs">Records whose output was found, or may have been removed by retention.</param>
/// <param name="DeadLetters">Records whose dead letter was found, or may have been removed by retention.</param>
/// <param name="Waiting">Records that the stage has not read yet.</param>
/// <param name="Missing">Records whose output or dead letter is missing.</param>
public sealed record StageEquation(TopicPartition Partition, long Records, long Outputs, long DeadLetters, long Waiting, long Missing = 0)
{
    /// <summary>Records that led to nothing, where the stage promises at most one output.</summary>
    public long Nothing { get; init; }

    /// <summary>Whether nothing is missing.</summary>
    public bool Holds => Records == Outputs + DeadLetters + Nothing + Waiting;
}

/// <summary>Something that should not be.</summary>
/// <param name="Where">A partition, an intent or a file.</param>
/// <param name="What">What is wrong, for a person.</param>
public sealed record AuditFinding(string Where, string What);
