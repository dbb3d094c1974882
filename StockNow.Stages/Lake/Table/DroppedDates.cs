using StockNow.Contracts.Lake;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Store;

namespace StockNow.Stages.Lake.Table;

/// <summary>What retention has dropped: for each chain, up to which offset the files of which dates.</summary>
public sealed class DroppedDates
{
    readonly ILookup<ChainId, (DateOnly Before, long To)> _marks;
    readonly IReadOnlyList<string> _names;

    DroppedDates(IReadOnlyList<string> names, IEnumerable<RetentionMark> marks) =>
        (_names, _marks) = (names, marks.SelectMany(mark => mark.Chains, (mark, chain) => (Chain: chain.Chain(), mark.Before, chain.To))
            .ToLookup(one => one.Chain, one => (one.Before, one.To)));

    /// <summary>Nothing is dropped.</summary>
    public static DroppedDates None { get; } = new([], []);

    /// <summary>Reads all marks. There are as many as there were retentions.</summary>
    /// <param name="lake">The store.</param>
    /// <param name="damaged">Is given the key and the fault of each mark that cannot be read; null to end with the first one.</param>
    /// <param name="stop">Ends the work.</param>
    /// <exception cref="UnrecoverableException">A mark is damaged.</exception>
    /// <exception cref="LakeException">The store is away.</exception>
    public static Task<DroppedDates> LoadAsync(ILakeStore lake, Action<string, string>? damaged, CancellationToken stop) =>
        None.RefreshAsync(lake, damaged, stop);

    /// <summary>The same after another look. Marks never change, so they are read only when there is a new one.</summary>
    /// <inheritdoc cref="LoadAsync"/>
    public async Task<DroppedDates> RefreshAsync(ILakeStore lake, Action<string, string>? damaged, CancellationToken stop)
    {
        var names = await lake.ListFromAsync(LakeLayout.Retention, "", stop).ToListAsync(stop);
        if (names.SequenceEqual(_names)) return this;
        var marks = new List<RetentionMark>();
        foreach (var name in names)
        {
            var key = $"{LakeLayout.Retention}/{name}";
            if (await lake.GetAsync(key, stop) is not { } json) continue;
            try { marks.Add(IntentJson.ReadRetentionMark(json, key)); }
            catch (UnrecoverableException fault) when (damaged is not null) { damaged(key, fault.Message); }
        }
        return new DroppedDates(names, marks);
    }

    /// <summary>Whether a data file of a range is dropped.</summary>
    /// <param name="chain">The chain.</param>
    /// <param name="start">The first offset of its range.</param>
    /// <param name="key">The file's key.</param>
    public bool Holds(ChainId chain, long start, string key) => LakeLayout.DateOf(key) is { } date && Holds(chain, start, date);

    /// <summary>Whether the row of a reading is dropped.</summary>
    /// <param name="eventLog">The event log's identity.</param>
    /// <param name="partition">Its partition.</param>
    /// <param name="offset">Its offset.</param>
    /// <param name="timestampMs">Its timestamp, milliseconds since 1970-01-01 UTC.</param>
    public bool Holds(string eventLog, TopicPartition partition, long offset, long timestampMs) =>
        _marks.Count > 0 && Holds(new ChainId(eventLog, partition), offset, LakeLayout.DateOf(LakeLayout.FolderOf(LakeLayout.HourOf(timestampMs)))!.Value);

    bool Holds(ChainId chain, long offset, DateOnly date) => _marks[chain].Any(mark => date < mark.Before && offset < mark.To);
}
