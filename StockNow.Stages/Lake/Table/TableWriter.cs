using Microsoft.Extensions.Logging;
using StockNow.Contracts.Topics;
using StockNow.Stages.Lake.Store;

namespace StockNow.Stages.Lake.Table;

/// <summary>
/// Stores ranges of offsets in the table, each exactly once: also after a crash at any step, and also while another writer stores the same partition. For one
/// worker.
/// </summary>
public sealed class TableWriter
{
    readonly WriterIdentity _identity;
    readonly ILakeStore _store;
    readonly RangeFiles _files;
    readonly RangeCompletion _completion;
    readonly ChainStart _start;
    readonly FollowerFeed _followers;
    readonly TimeProvider _time;
    readonly ILogger _logger;

    internal TableWriter(WriterIdentity identity, ILakeStore store, RangeFiles files, IRangeSource source, FollowerFeed followers, TimeProvider time,
        ILogger logger)
    {
        (_identity, _store, _files, _followers, _time, _logger) = (identity, store, files, followers, time, logger);
        _completion = new RangeCompletion(store, files, source, logger);
        _start = new ChainStart(identity, store, source, time, logger);
    }

    /// <summary>
    /// Begins to write a partition: finds the newest range of its chain, publishes the files that this range lacks, and returns where reading resumes.
    /// </summary>
    /// <param name="partition">The partition.</param>
    /// <param name="committed">The group's committed offset, or null: a hint only, the chain decides.</param>
    /// <param name="start">The first offset that the event log holds.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="Base.UnrecoverableException">The lake and the event log contradict each other, or an object of the chain is damaged.</exception>
    /// <exception cref="LakeException">The store is away.</exception>
    public async Task<Resumption> RecoverAsync(TopicPartition partition, long? committed, long start, CancellationToken stop)
    {
        var chain = ChainOf(partition);
        var genesis = await _start.FindOrBeginAsync(chain, committed, start, stop);
        var newest = await chain.HeadAsync(committed, stop);
        var isCompleted = newest is not null && await _completion.CompleteAsync(newest, stop);
        if (newest is not null) await _followers.PublishedAsync(chain, newest, stop);
        var next = newest?.End + 1 ?? genesis.Start;
        var heldFrom = await _start.FirstHeldAsync(partition, newest, next, committed, start, stop);
        return new Resumption(next, heldFrom, isCompleted ? newest : null);
    }

    /// <summary>Stores a range that begins where the chain ends: writes its files to the staging folder, claims the range, and publishes the files.</summary>
    /// <returns>The range that the chain has at this start. If another writer claimed it first, it is that writer's range, complete in the table.</returns>
    /// <exception cref="Base.UnrecoverableException">Another file is at the key of one of the range's files.</exception>
    /// <exception cref="LakeException">The store is away. Nothing is published, or <see cref="RecoverAsync"/> completes it.</exception>
    public async Task<Publication> PublishAsync(RangeContent content, CancellationToken stop)
    {
        var chain = ChainOf(content.Partition);
        using var staged = await _files.StageAsync(content, _identity.EventLog, stop);
        var mine = content.ToIntent(_identity.Writer, _identity.EventLog, _time.GetUtcNow(), [.. staged.Files.Select(file => file.File)]);
        var range = await chain.ClaimAsync(mine, stop);
        var isOurs = ReferenceEquals(range, mine);
        var isStoredHere = isOurs;
        if (isOurs) await _files.PublishAsync(mine, staged, stop);
        else
        {
            isStoredHere = await _completion.CompleteAsync(range, stop);
            _logger.RangeAdopted(range.Writer, range.Start, range.End, range.Topic, range.Partition);
        }
        await _followers.PublishedAsync(chain, range, stop);
        return new Publication(range, isOurs, isStoredHere);
    }

    IntentChain ChainOf(TopicPartition partition) => new(_store, new ChainId(_identity.EventLog, partition));
}

/// <summary>Who stores ranges of which event log.</summary>
/// <param name="Writer">This worker alone.</param>
/// <param name="EventLog">The event log's identity.</param>
sealed record WriterIdentity(string Writer, string EventLog);

/// <summary>Where a writer resumes in a partition.</summary>
/// <param name="Next">The offset at which the next range begins; the event log may begin after it.</param>
/// <param name="HeldFrom">If offsets from <paramref name="Next"/> on are lost, the first one that is not; otherwise 0.</param>
/// <param name="Completed">The newest range, if files of it were missing and this call published them.</param>
public readonly record struct Resumption(long Next, long HeldFrom, Intent? Completed);

/// <summary>The result of storing a range.</summary>
/// <param name="Range">The range that the chain has.</param>
/// <param name="IsOurs">Whether this writer claimed it.</param>
/// <param name="IsStoredHere">Whether this writer published files of it.</param>
public readonly record struct Publication(Intent Range, bool IsOurs, bool IsStoredHere);
