using StockNow.Contracts.Lake;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Store;

namespace StockNow.Stages.Lake.Table;

/// <summary>
/// The data files that nobody counts on any more, because a person decided so: retention has dropped their dates, or their loss was accepted.
/// </summary>
public sealed class DroppedFiles
{
    readonly ILookup<ChainId, (DateOnly Before, long To)> _dates;
    readonly ILookup<ChainId, AcceptedLoss> _losses;
    readonly IReadOnlyList<string> _keys;

    DroppedFiles(IReadOnlyList<string> keys, IEnumerable<RetentionMark> marks, IEnumerable<AcceptedLoss> losses)
    {
        _keys = keys;
        _dates = marks.SelectMany(mark => mark.Chains, (mark, chain) => (Chain: chain.Chain(), mark.Before, chain.To))
            .ToLookup(one => one.Chain, one => (one.Before, one.To));
        _losses = losses.ToLookup(loss => loss.Chain());
    }

    /// <summary>Nothing is dropped.</summary>
    public static DroppedFiles None { get; } = new([], [], []);

    /// <summary>Reads all decisions. There are as many as there were retentions and accepted losses.</summary>
    /// <param name="lake">The store.</param>
    /// <param name="damaged">Is given the key and the fault of each decision that cannot be read; null to end with the first one.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="UnrecoverableException">A decision is damaged.</exception>
    /// <exception cref="LakeException">The store is away.</exception>
    public static Task<DroppedFiles> LoadAsync(ILakeStore lake, Action<string, string>? damaged, CancellationToken stop) =>
        None.RefreshAsync(lake, damaged, stop);

    /// <summary>The same after another look. Decisions never change, so they are read only when there is a new one.</summary>
    /// <inheritdoc cref="LoadAsync"/>
    public async Task<DroppedFiles> RefreshAsync(ILakeStore lake, Action<string, string>? damaged, CancellationToken stop)
    {
        var keys = await lake.ListAllAsync(LakeLayout.Decisions, stop).ToListAsync(stop);
        keys.Sort(StringComparer.Ordinal);
        if (keys.SequenceEqual(_keys)) return this;
        var (marks, losses) = (new List<RetentionMark>(), new List<AcceptedLoss>());
        foreach (var key in keys)
        {
            if (await lake.GetAsync(key, stop) is not { } json) continue;
            try
            {
                if (key.StartsWith(LakeLayout.Retention + "/", StringComparison.Ordinal)) marks.Add(IntentJson.ReadRetentionMark(json, key));
                else if (key.StartsWith(LakeLayout.Losses + "/", StringComparison.Ordinal)) losses.Add(IntentJson.ReadAcceptedLoss(json, key));
            }
            catch (UnrecoverableException fault) when (damaged is not null) { damaged(key, fault.Message); }
        }
        return new DroppedFiles(keys, marks, losses);
    }

    /// <summary>Whether a data file of a range is dropped.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="start">The first offset of its range.</param>
    /// <param name="key">The file's key.</param>
    public bool Holds(ChainId chain, long start, string key) =>
        (LakeLayout.DateOf(key) is { } date && IsOld(chain, start, date)) || _losses[chain].Any(loss => loss.Files.Contains(key));

    /// <summary>Whether the row of a reading is dropped.</summary>
    /// <param name="eventLog">The event log's identity.</param>
    /// <param name="partition">Its partition.</param>
    /// <param name="offset">Its offset.</param>
    /// <param name="timestampMs">Its timestamp, milliseconds since 1970-01-01 UTC.</param>
    public bool Holds(string eventLog, TopicPartition partition, long offset, long timestampMs)
    {
        if (_keys.Count == 0) return false;
        var (chain, folder) = (new ChainId(eventLog, partition), LakeLayout.FolderOf(LakeLayout.HourOf(timestampMs)));
        return IsOld(chain, offset, LakeLayout.DateOf(folder)!.Value) || _losses[chain].Any(loss => loss.Holds(offset, folder));
    }

    /// <summary>A sentence for each accepted loss, so that no report forgets it.</summary>
    public IEnumerable<string> Losses() => _losses.SelectMany(losses => losses).OrderBy(loss => loss.CreatedAt).Select(loss => loss.ToString());

    bool IsOld(ChainId chain, long offset, DateOnly date) => _dates[chain].Any(mark => date < mark.Before && offset < mark.To);
}
