using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>Compares the records of a stage's topic with the stage's outputs and dead letters.</summary>
sealed class StageAudit
{
    readonly IRecordRule _rule;
    readonly IReadOnlyList<PartitionState> _partitions;
    readonly IReadOnlyDictionary<int, long> _reached;
    readonly Dictionary<int, Counts> _counts = [];

    /// <param name="stage">The stage.</param>
    /// <param name="source">The topic that it reads.</param>
    /// <param name="reached">The offset of each partition that its group had committed when the audit began.</param>
    /// <param name="rule">Says what a record must lead to.</param>
    public StageAudit(ConsumerGroup stage, AuditedTopic source, IReadOnlyDictionary<int, long> reached, IRecordRule rule)
    {
        (Stage, _partitions, _reached, _rule) = (stage, source.Partitions, reached, rule);
        Outputs = new SourceLedgers(source, stage.Output, ReachedIn);
        DeadLetters = new SourceLedgers(source, "dead letter", ReachedIn, stage.Stage);
    }

    /// <summary>The stage.</summary>
    public ConsumerGroup Stage { get; }

    public SourceLedgers Outputs { get; }

    public SourceLedgers DeadLetters { get; }

    /// <summary>Notes a record of the topic, after all outputs.</summary>
    public void Take(in LogRecord record, TopicPartition partition)
    {
        if (!_counts.TryGetValue(partition.Partition, out var counts)) _counts.Add(partition.Partition, counts = new Counts());
        counts.Records++;
        if (record.Offset >= _reached.GetValueOrDefault(partition.Partition, 0)) counts.Waiting++;
        else if (!_rule.Expects(record, partition, Outputs, DeadLetters)) counts.Nothing++;
    }

    /// <summary>Notes which records of the topic were read.</summary>
    public void Close(IReadOnlyList<ScannedPartition> read)
    {
        Outputs.CloseSources(read);
        DeadLetters.CloseSources(read);
    }

    public StageEquations Equations() => new(Stage, [.. _partitions.Select(state =>
    {
        var partition = state.Partition;
        var counts = _counts.GetValueOrDefault(partition.Partition) ?? new Counts();
        var missing = Outputs[partition].Missing + DeadLetters[partition].Missing;
        return new StageEquation(partition, counts.Records, Outputs[partition].Accounted, DeadLetters[partition].Accounted, counts.Waiting,
            missing) { Nothing = counts.Nothing };
    })]);

    public IEnumerable<AuditFinding> Findings() =>
        Outputs.Findings().Concat(DeadLetters.Findings()).Concat(_partitions.Where(state => ReachedIn(state) > state.End).Select(state => new AuditFinding(
        state.Partition.ToString(), $"the {Stage.ShortName} has read up to offset {ReachedIn(state)}, but the log ends at {state.End}: the log has "
            + $"lost records")));

    public IEnumerable<string> Notes() => Outputs.Notes().Concat(DeadLetters.Notes());

    long ReachedIn(PartitionState partition) => _reached.GetValueOrDefault(partition.Partition.Partition, partition.Start);

    sealed class Counts
    {
        public long Records { get; set; }
        public long Waiting { get; set; }
        public long Nothing { get; set; }
    }
}
