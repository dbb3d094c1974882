using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.AlertFilter;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Proof;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>
/// Proves that nothing is lost and nothing is there twice: reads the event log and the lake from end to end and compares every record with the outputs that it
/// must have led to. Stages may continue meanwhile: records that they have not reached yet count as waiting.
/// </summary>
/// <param name="log">The event log.</param>
/// <param name="lake">Verifies the lake.</param>
/// <param name="groups">The consumer groups, with what their stages promise.</param>
/// <param name="filter">Says which readings are alerts.</param>
/// <param name="limits">How much a reading may hold.</param>
/// <param name="clock">Limits how often progress is reported.</param>
public sealed class Auditor(IEventLogInspector log, LakeVerification lake, ConsumerGroups groups, AlertFilterOptions filter, ReadingLimits limits,
    TimeProvider clock)
{
    /// <summary>Runs the audit; alerts are judged by the configured <c>AlertFilter:AlertRule</c>.</summary>
    /// <param name="deep">Whether every byte of every file of the lake is read, and its values are decoded by a second library.</param>
    /// <param name="values">Whether the values are also compared with the event log, as far as it still holds them; includes <paramref name="deep"/>.</param>
    /// <param name="progress">Is notified of the progress, or null.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="EventLogException">The event log is away, or a transaction that does not end hides a part of it.</exception>
    /// <exception cref="Lake.Store.LakeException">The lake is away.</exception>
    public async Task<AuditReport> RunAsync(bool deep, bool values, Action<Progress>? progress, CancellationToken stop)
    {
        var (filterGroup, storageGroup) = (groups[GroupNames.AlertFilter], groups[GroupNames.Storage]);
        // What the log has lost of its beginning was lost before its groups are asked, and how far they have come is asked before what they wrote is
        // read: so a stage that is at work never seems to have missed something.
        var before = new Dictionary<string, IReadOnlyList<PartitionState>>();
        foreach (var topic in groups.All.Select(group => group.Topic).Distinct()) before[topic] = await log.DescribeAsync(topic, stop);
        var reached = await Reached.AskAsync(log, groups, stop);
        var committed = reached.By(storageGroup);
        var meter = new AuditProgress(progress, clock);
        var stored = new StoredOffsets(await log.IdentityAsync(TopicNames.Input, stop));
        var compared = values ? new ValuesOfLog(log, stored.Cluster, limits) : null;
        var lakeReport = await lake.RunAsync(
            new LakeProof
            {
                Deep = deep || values,
                PublishedTo = chain => chain.Cluster == stored.Cluster ? committed.GetValueOrDefault(chain.Partition.Partition) : 0,
                Progress = meter.LakeFile,
                Stored = stored.Add,
                CompareWithSource = compared is null ? null : compared.CompareAsync,
            }, stop);
        var lakeOfLog = new LakeOfLog(stored.Cluster, lakeReport);

        var topics = await AuditedTopics.LookAsync(log, groups, stop);
        meter.Records = topics.InOrder.SelectMany(topic => topic.Partitions).Sum(partition => partition.End - partition.Start);

        var findings = lakeReport.Findings.Select(finding => new AuditFinding(finding.Key, finding.Sentence)).ToList();
        findings.AddRange(lakeOfLog.GoneLogs());
        findings.AddRange(await LostRanges.FindAsync(log, topics[TopicNames.Input].Partitions, lakeOfLog.Chains, committed, stop));
        findings.AddRange(RemovedUnread.OfStorage(before[TopicNames.Input], lakeOfLog.Chains, committed,
            reached.Began(storageGroup, before[TopicNames.Input])));
        foreach (var group in groups.WithOutputs)
            findings.AddRange(RemovedUnread.Of(before[group.Topic], reached.By(group), reached.Began(group, before[group.Topic]), group.Input,
                $"the {group.ShortName} read"));

        var rows = new RowsOfLog(committed, stored, lakeOfLog.Chains, lakeReport.Dropped);
        var readings = new ReadingsAudit(topics[TopicNames.Input], filterGroup, reached.By(filterGroup), rows,
            filter.AlertRule, limits);
        var stages = JudgedAlone.Select(group => new StageAudit(group, topics[group.Topic], reached.By(group), RuleOf(group))).ToList();
        var replays = new ReplaysAudit(topics[TopicNames.DeadLetters]);
        var scan = new RecordsScan(new PartitionScan(log, meter, findings), groups, readings, stages, replays);
        foreach (var topic in topics.InOrder) await scan.ReadAsync(topic, stop);

        findings.AddRange(scan.Foreign.Findings());
        findings.AddRange(readings.Findings());
        findings.AddRange(stages.SelectMany(stage => stage.Findings()));
        findings.AddRange(replays.Findings());
        var committedBack = new GroupsAudit(log, clock);
        findings.AddRange(await committedBack.FindAsync(filterGroup, [readings.Alerts, readings.DeadLetters], stop));
        foreach (var stage in stages) findings.AddRange(await committedBack.FindAsync(stage.Stage, [stage.Outputs, stage.DeadLetters], stop));

        var isEmpty = findings.Count == 0 && lakeReport.Chains.All(chain => chain.Intents == 0) && topics.InOrder.SelectMany(topic => topic.Partitions)
            .All(partition => partition.End == 0);
        return new AuditReport(readings.Equations(), [.. stages.Select(stage => stage.Equations())], findings,
            [.. readings.Notes(), .. stages.SelectMany(stage => stage.Notes()), .. replays.Notes(), .. lakeOfLog.Notes(), .. lakeReport.Notes,
            .. compared?.Notes() ?? []], isEmpty);
    }

    /// <summary>The report when the event log cannot be opened: its damage is the finding.</summary>
    public AuditReport ReportOf(DamagedLogException damaged) =>
        new([], [.. JudgedAlone.Select(group => new StageEquations(group, []))], [new AuditFinding("the event log", damaged.Message)], [], IsEmpty: false);

    // The readings are judged for the filter and storage together.
    IEnumerable<ConsumerGroup> JudgedAlone => groups.WithOutputs.Where(group => group.Group != GroupNames.AlertFilter);

    IRecordRule RuleOf(ConsumerGroup group) => group.Group == GroupNames.AlertHandler ? new ReportRule(limits) : new PromiseRule(group.PerRecord);
}
