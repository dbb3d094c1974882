using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming;

/// <summary>
/// The records that a stage has failed on and not passed yet, and which of them it gives up. Shared by the stage's workers, because a partition may go to
/// another one when its worker fails. Safe for concurrent use.
/// </summary>
sealed class RecordFailures(int givenUpAfter)
{
    readonly Lock _gate = new();
    readonly Dictionary<TopicPartition, Dictionary<long, Failure>> _failures = [];

    /// <summary>Counts a failure; one that does not name a record counts for none.</summary>
    /// <returns>Whether the record is given up from now on.</returns>
    public bool Add(RecordException fault)
    {
        if (fault.Partition is not { } partition) return false;
        lock (_gate)
        {
            if (!_failures.TryGetValue(partition, out var records)) _failures[partition] = records = [];
            var times = records.GetValueOrDefault(fault.Offset)?.Times + 1 ?? 1;
            records[fault.Offset] = new Failure(fault, times);
            return times == givenUpAfter;
        }
    }

    /// <summary>
    /// The records of a partition that the stage gives up, by offset, each with its last failure; null when it has failed on no record of the partition that
    /// it has not passed.
    /// </summary>
    public IReadOnlyDictionary<long, RecordException>? GivenUp(TopicPartition partition)
    {
        lock (_gate)
        {
            return _failures.TryGetValue(partition, out var records)
                ? records.Where(record => record.Value.Times >= givenUpAfter).ToDictionary(record => record.Key, record => record.Value.Fault) : null;
        }
    }

    /// <summary>Forgets the records of a partition that lie before an offset: they are passed, and committed.</summary>
    public void Passed(TopicPartition partition, long next)
    {
        lock (_gate)
        {
            if (!_failures.TryGetValue(partition, out var records)) return;
            foreach (var offset in records.Keys.Where(offset => offset < next).ToList()) records.Remove(offset);
            if (records.Count == 0) _failures.Remove(partition);
        }
    }

    sealed record Failure(RecordException Fault, int Times);
}
