using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>Reads the topics, outputs before their sources, and shows each record to the audits that it concerns.</summary>
sealed class RecordsScan(PartitionScan scan, ConsumerGroups groups, ReadingsAudit readings, IReadOnlyList<StageAudit> stages, ReplaysAudit replays)
{
    /// <summary>The records that do not name their source.</summary>
    public ForeignRecords Foreign { get; } = new();

    public async Task ReadAsync(AuditedTopic topic, CancellationToken stop)
    {
        var isDeadLetters = topic.Name == TopicNames.DeadLetters;
        var isRead = groups.All.Any(group => group.Topic == topic.Name);
        var writer = groups.WithOutputs.FirstOrDefault(group => group.Outputs.Contains(topic.Name));
        var readers = stages.Where(stage => stage.Stage.Topic == topic.Name).ToList();
        var ledgers = LedgersOf(topic.Name).ToList();
        // Outputs first: what they lack, and what retention has left of them, must be known when their sources are judged.
        var read = await scan.ReadAsync(topic, (in record, partition) =>
        {
            if (isDeadLetters)
            {
                replays.Take(record, partition);
                readings.TakeDeadLetter(record, partition);
            }
            var isKnown = IsOutput(ledgers, record, partition) || (isRead && replays.TrySee(record));
            if (!isKnown && writer is not null) Foreign.Take(isDeadLetters ? "dead letter" : writer.Output, record, partition);
            if (topic.Name == TopicNames.Input) readings.Take(record, partition);
            foreach (var reader in readers) reader.Take(record, partition);
        }, stop);
        foreach (var ledger in ledgers) ledger.CloseOutputs(read);
        foreach (var reader in readers) reader.Close(read);
        if (isDeadLetters) replays.Close(read);
        if (topic.Name == TopicNames.Input) readings.Close(read);
    }

    IEnumerable<SourceLedgers> LedgersOf(string topic)
    {
        if (topic == TopicNames.Alerts) yield return readings.Alerts;
        if (topic == TopicNames.DeadLetters) yield return readings.DeadLetters;
        foreach (var stage in stages.Where(stage => stage.Stage.Outputs.Contains(topic)))
            yield return topic == TopicNames.DeadLetters ? stage.DeadLetters : stage.Outputs;
    }

    static bool IsOutput(List<SourceLedgers> ledgers, in LogRecord record, TopicPartition partition)
    {
        foreach (var ledger in ledgers)
            if (ledger.TrySee(record, partition)) return true;
        return false;
    }
}
