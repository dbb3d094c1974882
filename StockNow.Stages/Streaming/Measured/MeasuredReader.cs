using System.Diagnostics;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming.Measured;

/// <summary>Measures a reader: what is done with each batch until the next is read, and each commit.</summary>
sealed class MeasuredReader(IEventLogReader inner, BatchWork work, TagList commit, TimeProvider clock) : IEventLogReader
{
    readonly TagList _commit = commit;

    public bool IsCaughtUp => inner.IsCaughtUp;

    public async ValueTask<RecordBatch> ReadAsync(CancellationToken stop)
    {
        work.End();
        var batch = await inner.ReadAsync(stop);
        work.Begin(batch);
        return batch;
    }

    public Task CommitAsync(TopicPartition partition, long next, CancellationToken stop) =>
        CommitTimer.MeasureAsync(() => inner.CommitAsync(partition, next, stop), _commit, clock);

    public ValueTask DisposeAsync()
    {
        work.End();
        return inner.DisposeAsync();
    }
}
