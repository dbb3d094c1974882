using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.AlertFilter;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Proof;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>
/// Proves that nothing is lost and nothing is there twice: reads the event log and the lake from end to end and holds every record against what it
/// must have led to. Stages may continue meanwhile: what they have not reached yet counts as waiting.
/// </summary>
public sealed class Auditor(IEventLogInspector log, LakeVerification lake, AlertFilterOptions filter, ReadingLimits limits, TimeProvider clock)
{
    /// <summary>Runs the audit; alerts are judged by the configured <c>AlertFilter:AlertRule</c>.</summary>
    /// <param name="deep">Whether the digest of every file of the lake is compared.</param>
    /// <param name="progress">Told how far it has come, or null.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="EventLogException">The event log is away, or a transaction that does not end hides a part of it.</exception>
    /// <exception cref="Lake.Store.LakeException">The lake is away.</exception>
    public async Task<AuditReport> RunAsync(bool deep, Action<Progress>? progress, CancellationToken stop)
    {
        // What the log has lost of its beginning was lost before its groups are asked, and how far they have come is asked before what they wrote is
        // read: so a stage that is at work never seems to have missed something.
        var inputBefore = await log.DescribeAsync(TopicNames.Input, stop);
        var alertsBefore = await log.DescribeAsync(TopicNames.Alerts, stop);
        var reached = await Reached.AskAsync(log, stop);
        var meter = new AuditProgress(progress, clock);
        var stored = new StoredOffsets(await log.IdentityAsync(TopicNames.Input, stop));
        var lakeReport = await lake.RunAsync(
            meter.LakeFile, chain => chain.Cluster == stored.Cluster ? reached.Stored.GetValueOrDefault(chain.Partition.Partition) : 0, stored.Add, deep, stop);
        var lakeOfLog = new LakeOfLog(stored.Cluster, lakeReport);

        var input = await LookAsync(TopicNames.Input);
        var alerts = await LookAsync(TopicNames.Alerts);
        var reports = await LookAsync(TopicNames.MissingProducts);
        var deadLetters = await LookAsync(TopicNames.DeadLetters);
        AuditedTopic[] topics = [input, alerts, reports, deadLetters];
        meter.Records = topics.SelectMany(topic => topic.Partitions).Sum(partition => partition.End - partition.Start);

        var findings = lakeReport.Findings.Select(finding => new AuditFinding(finding.Key, finding.Sentence)).ToList();
        findings.AddRange(lakeOfLog.GoneLogs());
        findings.AddRange(await LostRanges.FindAsync(log, input.Partitions, lakeOfLog.Chains, reached.Stored, stop));
        findings.AddRange(RemovedUnread.OfStorage(inputBefore, lakeOfLog.Chains, reached.Stored, reached.Began(GroupNames.Storage, inputBefore)));
        findings.AddRange(RemovedUnread.Of(inputBefore, reached.Filtered, reached.Began(GroupNames.AlertFilter, inputBefore), "reading", "the filter judged"));
        findings.AddRange(RemovedUnread.Of(alertsBefore, reached.Handled, reached.Began(GroupNames.AlertHandler, alertsBefore), "alert", "the handler reported"));

        var readings = new ReadingsAudit(input, reached, stored, lakeOfLog.Chains, filter.AlertRule, limits);
        var reported = new AlertsAudit(alerts, reached.Handled, limits);
        var replays = new ReplaysAudit(deadLetters);
        var foreign = new ForeignRecords();
        var scan = new PartitionScan(log, meter, findings);

        // Outputs first: what they lack, and what retention has left of them, must be known when their sources are judged.
        var readReports = await scan.ReadAsync(reports, (in record, partition) =>
        {
            if (!reported.Reports.TrySee(record, partition)) foreign.Take("report", record, partition);
        }, stop);
        reported.Reports.CloseOutputs(readReports);

        var readDeadLetters = await scan.ReadAsync(deadLetters, (in record, partition) =>
        {
            replays.Take(record, partition);
            readings.TakeDeadLetter(record, partition);
            if (!readings.DeadLetters.TrySee(record, partition) && !reported.DeadLetters.TrySee(record, partition)) foreign.Take("dead letter", record, partition);
        }, stop);
        readings.DeadLetters.CloseOutputs(readDeadLetters);
        reported.DeadLetters.CloseOutputs(readDeadLetters);
        replays.Close(readDeadLetters);

        var readAlerts = await scan.ReadAsync(alerts, (in record, partition) =>
        {
            if (!readings.Alerts.TrySee(record, partition) && !replays.TrySee(record)) foreign.Take("alert", record, partition);
            reported.Take(record, partition);
        }, stop);
        readings.Alerts.CloseOutputs(readAlerts);
        reported.Close(readAlerts);

        readings.Close(await scan.ReadAsync(input, (in record, partition) =>
        {
            replays.TrySee(record);
            readings.Take(record, partition);
        }, stop));

        findings.AddRange(foreign.Findings());
        findings.AddRange(readings.Findings());
        findings.AddRange(reported.Findings());
        findings.AddRange(replays.Findings());
        var groups = new GroupsAudit(log, clock);
        findings.AddRange(await groups.FindAsync(GroupNames.AlertFilter, TopicNames.Input, [readings.Alerts, readings.DeadLetters], stop));
        findings.AddRange(await groups.FindAsync(GroupNames.AlertHandler, TopicNames.Alerts, [reported.Reports, reported.DeadLetters], stop));

        var isEmpty = findings.Count == 0 && lakeReport.Chains.All(chain => chain.Intents == 0) && topics.SelectMany(topic => topic.Partitions).All(partition => partition.End == 0);
        return new AuditReport(readings.Equations(), reported.Equations(), findings, [.. readings.Notes(), .. reported.Notes(), .. replays.Notes(), .. lakeOfLog.Notes(), .. lakeReport.Notes], isEmpty);

        async Task<AuditedTopic> LookAsync(string topic) => new(
            topic, await log.IdentityAsync(topic, stop), await log.DescribeStableAsync(topic, stop));
    }
}
