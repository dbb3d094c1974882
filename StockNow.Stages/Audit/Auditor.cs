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
    /// <exception cref="EventLogException">The event log is away.</exception>
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

        var input = await log.DescribeAsync(TopicNames.Input, stop).ConfigureAwait(false);
        var alerts = await log.DescribeAsync(TopicNames.Alerts, stop).ConfigureAwait(false);
        var reports = await log.DescribeAsync(TopicNames.MissingProducts, stop).ConfigureAwait(false);
        var deadLetters = await log.DescribeAsync(TopicNames.DeadLetters, stop).ConfigureAwait(false);
        meter.Records = input.Concat(alerts).Concat(reports).Concat(deadLetters).Sum(partition => partition.End - partition.Start);

        var findings = lakeReport.Findings.Select(finding => new AuditFinding(finding.Key, finding.Sentence)).ToList();
        var readings = new ReadingsAudit(input, filtered, stored, lakeReport, filter.AlertRule, pipeline.MaxReadingBytes);
        var reported = new AlertsAudit(alerts, handled, pipeline.MaxReadingBytes);

        await ScanAsync(input, (in record, partition) => readings.Take(record, partition)).ConfigureAwait(false);
        await ScanAsync(alerts, (in record, partition) =>
        {
            Find(readings.Alerts.See(record, partition));
            reported.Take(record, partition);
        }).ConfigureAwait(false);
        await ScanAsync(reports, (in record, partition) => Find(reported.Reports.See(record, partition))).ConfigureAwait(false);
        await ScanAsync(deadLetters, (in record, partition) => Find((IsOfFilter(record) ? readings.DeadLetters : reported.DeadLetters).See(record, partition))).ConfigureAwait(false);

        foreach (var partition in alerts) readings.Alerts.AllowForRetention(partition);
        foreach (var partition in reports) reported.Reports.AllowForRetention(partition);
        foreach (var partition in deadLetters)
        {
            readings.DeadLetters.AllowForRetention(partition);
            reported.DeadLetters.AllowForRetention(partition);
        }
        findings.AddRange(readings.Findings());
        findings.AddRange(reported.Findings());
        return new AuditReport(readings.Equations(), reported.Equations(), findings);

        void Find(AuditFinding? finding)
        {
            if (finding is not null) findings.Add(finding);
        }

        async Task ScanAsync(IEnumerable<PartitionState> partitions, RecordSeen see)
        {
            foreach (var (partition, start, end) in partitions)
                await foreach (var batch in log.ScanAsync(partition, start, end, stop).ConfigureAwait(false))
                {
                    for (var i = 0; i < batch.Count; i++) see(batch[i], partition);
                    meter.Scanned(batch.Count);
                }
        }
    }

    static bool IsOfFilter(in LogRecord deadLetter) =>
        deadLetter.Headers.TryGet(HeaderNames.Stage, out ReadOnlySpan<byte> stage) && stage.SequenceEqual("alert-filter"u8);

    delegate void RecordSeen(in LogRecord record, TopicPartition partition);
}
