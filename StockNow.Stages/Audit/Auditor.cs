using StockNow.Contracts.Topics;
using StockNow.Stages.AlertFilter;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake.Intents;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>
/// Proves that nothing is lost and nothing is there twice: reads the event log and the lake from end to end and holds every record against what it
/// must have led to. Stages may go on meanwhile: what they have not reached yet counts as waiting.
/// </summary>
public sealed class Auditor(IEventLogInspector log, LakeVerification lake, AlertFilterOptions filter, PipelineOptions pipeline, TimeProvider clock)
{
    /// <summary>Runs the audit; alerts are judged by the configured <c>AlertFilter:AlertRule</c>.</summary>
    /// <param name="progress">Told how far it has come, or null.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="EventLogException">The event log is away, or a transaction that does not end hides a part of it.</exception>
    /// <exception cref="Lake.LakeException">The lake is away.</exception>
    public async Task<AuditReport> RunAsync(Action<Progress>? progress, CancellationToken stop)
    {
        // How far stages have come is asked before what they wrote is read, so that all of it must be there.
        var filtered = await log.CommittedAsync(GroupNames.AlertFilter, TopicNames.Input, stop).ConfigureAwait(false);
        var handled = await log.CommittedAsync(GroupNames.AlertHandler, TopicNames.Alerts, stop).ConfigureAwait(false);
        var published = await log.CommittedAsync(GroupNames.Storage, TopicNames.Input, stop).ConfigureAwait(false);
        var meter = new AuditProgress(progress, clock);
        var stored = new StoredOffsets(await log.IdentityAsync(TopicNames.Input, stop).ConfigureAwait(false));
        var lakeReport = await lake.RunAsync(
            meter.LakeFile, chain => chain.Cluster == stored.Cluster ? published.GetValueOrDefault(chain.Partition.Partition) : 0, stored.Add, stop).ConfigureAwait(false);

        var input = await log.DescribeSettledAsync(TopicNames.Input, stop).ConfigureAwait(false);
        var alerts = await log.DescribeSettledAsync(TopicNames.Alerts, stop).ConfigureAwait(false);
        var reports = await log.DescribeSettledAsync(TopicNames.MissingProducts, stop).ConfigureAwait(false);
        var deadLetters = await log.DescribeSettledAsync(TopicNames.DeadLetters, stop).ConfigureAwait(false);
        meter.Records = input.Concat(alerts).Concat(reports).Concat(deadLetters).Sum(partition => partition.End - partition.Start);

        var findings = lakeReport.Findings.Select(finding => new AuditFinding(finding.Key, finding.Sentence)).ToList();
        var readings = new ReadingsAudit(input, filtered, stored, lakeReport, filter.AlertRule, pipeline.MaxReadingBytes);
        var reported = new AlertsAudit(alerts, handled, pipeline.MaxReadingBytes);

        var replays = new ReplaysAudit(deadLetters);

        // Outputs first: what they lack, and what retention has left of them, must be known when their sources are judged.
        var readReports = await ScanAsync(reports, (in record, partition) =>
        {
            if (!reported.Reports.TrySee(record, partition)) FindForeign("report", record, partition);
        }).ConfigureAwait(false);
        reported.Reports.CloseOutputs(readReports);

        var readDeadLetters = await ScanAsync(deadLetters, (in record, partition) =>
        {
            replays.Take(record, partition);
            if (!readings.DeadLetters.TrySee(record, partition) && !reported.DeadLetters.TrySee(record, partition)) FindForeign("dead letter", record, partition);
        }).ConfigureAwait(false);
        readings.DeadLetters.CloseOutputs(readDeadLetters);
        reported.DeadLetters.CloseOutputs(readDeadLetters);
        replays.Close(readDeadLetters);

        var readAlerts = await ScanAsync(alerts, (in record, partition) =>
        {
            if (!readings.Alerts.TrySee(record, partition) && !replays.TrySee(record)) FindForeign("alert", record, partition);
            reported.Take(record, partition);
        }).ConfigureAwait(false);
        readings.Alerts.CloseOutputs(readAlerts);
        reported.Close(readAlerts);

        readings.Close(await ScanAsync(input, (in record, partition) =>
        {
            replays.TrySee(record);
            readings.Take(record, partition);
        }).ConfigureAwait(false));

        findings.AddRange(readings.Findings());
        findings.AddRange(reported.Findings());
        findings.AddRange(replays.Findings());
        var groups = new GroupsAudit(log, clock);
        findings.AddRange(await groups.FindAsync(GroupNames.AlertFilter, TopicNames.Input, [readings.Alerts, readings.DeadLetters], stop).ConfigureAwait(false));
        findings.AddRange(await groups.FindAsync(GroupNames.AlertHandler, TopicNames.Alerts, [reported.Reports, reported.DeadLetters], stop).ConfigureAwait(false));
        return new AuditReport(readings.Equations(), reported.Equations(), findings);

        void FindForeign(string what, in LogRecord record, TopicPartition partition) => findings.Add(new AuditFinding(
            partition.ToString(), $"the {what} at offset {record.Offset} does not say which record it was made from; another program may have written it"));

        async Task<IReadOnlyList<PartitionState>> ScanAsync(IReadOnlyList<PartitionState> partitions, RecordSeen see)
        {
            var firsts = new List<long>();
            foreach (var (partition, start, end) in partitions)
            {
                var first = long.MaxValue;
                await foreach (var batch in log.ScanAsync(partition, start, end, stop).ConfigureAwait(false))
                {
                    first = Math.Min(first, batch[0].Offset);
                    for (var i = 0; i < batch.Count; i++) see(batch[i], partition);
                    meter.Scanned(batch.Count);
                }
                firsts.Add(first);
            }
            // Retention may have cut records since the partitions were described; those that were read before it did are judged all the same.
            var left = partitions.Count == 0 ? [] : await log.DescribeAsync(partitions[0].Partition.Topic, stop).ConfigureAwait(false);
            return [.. left.Zip(firsts, (partition, first) => partition with { Start = Math.Min(first, partition.Start) })];
        }
    }

    delegate void RecordSeen(in LogRecord record, TopicPartition partition);
}
