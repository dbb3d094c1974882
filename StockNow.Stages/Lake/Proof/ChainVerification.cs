using System.Globalization;
using StockNow.Contracts.Lake;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Table;

namespace StockNow.Stages.Lake.Proof;

/// <summary>Proves the chain of one partition. Where an object of it is damaged or gone, that is found, and the proof continues at the next intent.</summary>
/// <param name="lake">The store.</param>
/// <param name="files">Proves its files.</param>
/// <param name="id">The partition.</param>
/// <param name="proof">What is verified.</param>
/// <param name="dropped">What retention has dropped.</param>
/// <param name="findings">Takes what is wrong.</param>
/// <param name="named">Takes every file that an intent names.</param>
/// <param name="done">Is notified after each file.</param>
sealed class ChainVerification(
    ILakeStore lake, FileVerification files, ChainId id, LakeProof proof, DroppedFiles dropped, List<LakeFinding> findings, NamedFiles named, Action done)
{
    readonly IntentChain _log = new(lake, id);
    readonly Amendments _amendments = new(lake, id);
    readonly long _publishedTo = proof.PublishedTo(id);
    ILookup<string, IntentFile> _amended = Enumerable.Empty<IntentFile>().ToLookup(file => file.Path);
    long _intents, _records, _malformed, _rows, _files, _openFiles, _dropped;

    /// <returns>The chain, or null when nothing of it can be read.</returns>
    public async Task<ChainSummary?> RunAsync(CancellationToken stop)
    {
        var names = new SortedSet<long>(await _log.StartsAsync("", stop).ToListAsync(stop));
        if (await BeginAsync(names, stop) is not { } first) return null;
        var copies = new CheckpointVerification(_log.Checkpoints, await _log.Checkpoints.ListAsync(stop), findings);
        await ReadAmendmentsAsync(stop);
        Intent? previous = null;
        for (var at = first; ;)
        {
            names.Remove(at);
            var (intent, isDamaged) = await ReadAsync(at, stop);
            if (intent is not null)
            {
                if (previous is not null) await CheckAsync(previous, newest: false, stop);
                await copies.TakeAsync(intent, stop);
                previous = intent;
                at = intent.End + 1;
                continue;
            }
            if (NextAfter(names, at) is not { } next)
            {
                if (previous is not null) await CheckAsync(previous, newest: !isDamaged, stop);
                copies.End();
                FindLeftOver(names);
                var publishedTo = previous is not null && _openFiles > 0 ? previous.Start : at;
                return new ChainSummary(id, first, publishedTo, at, _intents, _records, _malformed, _rows, _files, _openFiles, _dropped);
            }
            if (!isDamaged)
                Find(FindingKind.BrokenChain, _log.KeyOf(next),
                    Text($"the chain of {id} ends before offset {at}, yet '{LakeLayout.IntentName(next)}' lies after it: ")
                    + "an intent was removed. Bring it back from a backup of the lake.");
            at = next;
        }
    }

    async Task<long?> BeginAsync(SortedSet<long> names, CancellationToken stop)
    {
        try
        {
            if (await _log.GenesisAsync(stop) is not { } genesis) return null;
            if (genesis.Committed is { } committed && committed < genesis.Start) FindRemoved(_log.GenesisKey, committed, genesis.Start - 1);
            return genesis.Start;
        }
        catch (UnrecoverableException damaged)
        {
            Find(FindingKind.DamagedIntent, _log.GenesisKey, damaged.Message);
            return names.Count > 0 ? names.Min : null;
        }
    }

    async Task<(Intent? Intent, bool IsDamaged)> ReadAsync(long start, CancellationToken stop)
    {
        try
        {
            return (await _log.GetAsync(start, stop), false);
        }
        catch (UnrecoverableException damaged)
        {
            Find(FindingKind.DamagedIntent, _log.KeyOf(start), damaged.Message);
            named.Damaged(id, start);
            return (null, true);
        }
    }

    async Task ReadAmendmentsAsync(CancellationToken stop)
    {
        var amended = new List<IntentFile>();
        foreach (var key in await _amendments.ListAsync(stop))
        {
            try { amended.AddRange((await _amendments.GetAsync(key, stop)).Files); }
            catch (UnrecoverableException damaged) { Find(FindingKind.DamagedIntent, key, damaged.Message); }
        }
        _amended = amended.ToLookup(file => file.Path, StringComparer.Ordinal);
    }

    async Task CheckAsync(Intent intent, bool newest, CancellationToken stop)
    {
        _intents++;
        _records += intent.Records;
        _malformed += intent.Malformed;
        if (intent.Removed > 0) FindRemoved(_log.KeyOf(intent.Start), intent.Start, intent.Start + intent.Removed - 1);
        var seen = new RangeOffsets(intent);
        foreach (var file in intent.Files) await CheckFileAsync(intent, file, seen, newest, stop);
        if (proof.CompareWithSource is { } compare) findings.AddRange(await compare(intent, stop));
    }

    async Task CheckFileAsync(Intent intent, IntentFile file, RangeOffsets seen, bool newest, CancellationToken stop)
    {
        if (named.Name(file.Path, _log.KeyOf(intent.Start)) is { } other)
        {
            Find(FindingKind.FileNamedTwice, file.Path,
                $"'{file.Path}' is named by two intents, '{other}' and '{_log.KeyOf(intent.Start)}'. It holds the rows of one of them; "
                + "those of the other are not in the lake. Send them again from their source into a new data folder.");
            return;
        }
        if (dropped.Holds(id, intent.Start, file.Path))
        {
            _dropped += file.Rows;
            done();
            return;
        }
        if (await lake.LengthAsync(file.Path, stop) is not { } bytes)
        {
            if (newest && _publishedTo <= intent.End) _openFiles++;
            else Find(FindingKind.MissingFile, file.Path, Text($"'{file.Path}' with {file.Rows} rows of {FileVerification.Range(id, intent)} is not ")
                + Text($"there. Bring it back from a backup of the lake."));
            return;
        }
        _files++;
        var (rows, fault) = await files.CheckAsync(id, intent, file, bytes, _amended[file.Path], seen, stop);
        if (fault is not null) findings.Add(fault);
        _rows += rows.Count;
        if (rows.Offsets is not null) proof.Stored?.Invoke(id, rows.Offsets);
        done();
    }

    // Intents that lie within another's range.
    void FindLeftOver(SortedSet<long> names)
    {
        if (names.Count == 0) return;
        Find(FindingKind.BrokenChain, _log.KeyOf(names.Min), Text($"'{_log.KeyOf(names.Min)}' ")
            + Text($"{(names.Count == 1 ? "begins" : $"and {names.Count - 1} more begin")} within the range of another intent of {id}. ")
            + "Somebody put it there; move it out of the lake.");
    }

    void FindRemoved(string key, long from, long to) => Find(FindingKind.RemovedBeforeStored, key,
        Text($"offsets {from} to {to} of {id} were removed from the event log, by its retention or by an operator, before they were stored: their ")
            + Text($"readings are in neither"));

    void Find(FindingKind kind, string key, string sentence) => findings.Add(new LakeFinding(kind, key, sentence));

    static long? NextAfter(SortedSet<long> names, long at) => names.Count > 0 && names.Max > at ? names.GetViewBetween(at + 1, long.MaxValue).Min : null;

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
