using StockNow.Contracts.Lake;

namespace StockNow.Stages.Lake.Intents;

/// <summary>Proves the chain of one partition.</summary>
/// <param name="lake">The store.</param>
/// <param name="format">Reads the files.</param>
/// <param name="id">The partition.</param>
/// <param name="publishedTo">The offset up to which the writer has said that every file is published.</param>
/// <param name="findings">Takes what is wrong.</param>
/// <param name="stored">Given the offsets of each file, or null.</param>
/// <param name="named">Told of every file that an intent names, once it was looked at.</param>
sealed class ChainVerification(ILakeStore lake, IReadingFormat format, ChainId id, long publishedTo, List<LakeFinding> findings, Action<ChainId, long[]>? stored, Action<string> named)
{
    readonly IntentLog _log = new(lake, id.Cluster, id.Partition);
    long _intents, _records, _malformed, _rows, _files, _openFiles;

    /// <returns>The chain, or null when its first object is gone.</returns>
    public async Task<ChainSummary?> RunAsync(CancellationToken stop)
    {
        if (await _log.GenesisAsync(stop) is not { } genesis) return null;
        var copies = new CheckpointVerification(_log.Checkpoints, await _log.Checkpoints.ListAsync(stop), findings);
        var starts = await StartsAsync(stop);
        var next = genesis.Start;
        Intent? previous = null;
        await foreach (var intent in IntentChains.WalkAsync(_log, genesis.Start, stop))
        {
            if (previous is not null) await CheckAsync(previous, newest: false, stop);
            await copies.TakeAsync(intent, stop);
            starts.Remove(LakeLayout.IntentName(intent.Start));
            previous = intent;
            next = intent.End + 1;
        }
        if (previous is not null) await CheckAsync(previous, newest: true, stop);
        copies.End();
        foreach (var name in starts)
            Find(FindingKind.BrokenChain, $"{LakeLayout.IntentFolder(id.Cluster, id.Partition.Topic, id.Partition.Partition)}/{name}",
                $"the chain ends before offset {next}, yet '{name}' lies behind it: an intent of {id} was removed. Bring it back from a backup of the lake.");
        var settled = previous is not null && _openFiles > 0 ? previous.Start : next;
        return new ChainSummary(id, genesis.Start, settled, next, _intents, _records, _malformed, _rows, _files, _openFiles);
    }

    async Task<SortedSet<string>> StartsAsync(CancellationToken stop)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var name in lake.ListFromAsync(LakeLayout.IntentFolder(id.Cluster, id.Partition.Topic, id.Partition.Partition), "", stop))
            if (name != Genesis.Name) names.Add(name);
        return names;
    }

    async Task CheckAsync(Intent intent, bool newest, CancellationToken stop)
    {
        _intents++;
        _records += intent.Records;
        _malformed += intent.Malformed;
        if (intent.Files.Sum(file => file.Rows) != intent.Records - intent.Malformed || intent.End < intent.Start || intent.Records > intent.End - intent.Start + 1)
            Find(FindingKind.ContradictoryIntent, _log.KeyOf(intent.Start),
                $"the intent of {Range(intent)} counts {intent.Records} records, {intent.Malformed} of them malformed, and {intent.Files.Sum(file => file.Rows)} rows");
        var seen = new OffsetSet(intent.Start, intent.End);
        foreach (var file in intent.Files) await CheckFileAsync(intent, file, seen, newest, stop);
    }

    async Task CheckFileAsync(Intent intent, IntentFile file, OffsetSet seen, bool newest, CancellationToken stop)
    {
        if (await lake.LengthAsync(file.Path, stop) is null)
        {
            if (newest && publishedTo <= intent.End) _openFiles++;
            else Find(FindingKind.MissingFile, file.Path, $"'{file.Path}' with {file.Rows} rows of {Range(intent)} is not there. Bring it back from a backup of the lake.");
            return;
        }
        named(file.Path);
        _files++;
        try
        {
            await using var bytes = await lake.OpenAsync(file.Path, stop);
            var inFooter = await format.CountRowsAsync(bytes, stop);
            bytes.Position = 0;
            var offsets = await format.ReadOffsetsAsync(bytes, stop);
            _rows += offsets.Length;
            stored?.Invoke(id, offsets);
            if (inFooter != file.Rows || offsets.Length != file.Rows)
                Find(FindingKind.WrongRowCount, file.Path, $"'{file.Path}' holds {offsets.Length} rows, and its intent names {file.Rows}");
            CheckOffsets(intent, file, offsets, seen);
        }
        catch (InvalidDataException fault)
        {
            Find(FindingKind.DamagedFile, file.Path, $"'{file.Path}' {fault.Message}");
        }
    }

    void CheckOffsets(Intent intent, IntentFile file, long[] offsets, OffsetSet seen)
    {
        foreach (var offset in offsets)
        {
            if (offset < intent.Start || offset > intent.End)
                Find(FindingKind.OffsetOutsideRange, file.Path, $"'{file.Path}' holds offset {offset}, which is not within {Range(intent)}");
            else if (!seen.Add(offset))
                Find(FindingKind.OffsetTwice, file.Path, $"offset {offset} of {id} is stored twice, the second time in '{file.Path}'");
        }
    }

    void Find(FindingKind kind, string key, string sentence) => findings.Add(new LakeFinding(kind, key, sentence));

    string Range(Intent intent) => $"offsets {intent.Start} to {intent.End} of {id}";

    /// <summary>Offsets of one range seen so far: bits where the range is dense, a set where it has wide gaps.</summary>
    sealed class OffsetSet(long start, long end)
    {
        const long LargestBitmap = 64L << 20;

        readonly System.Collections.BitArray? _bits = end - start < LargestBitmap ? new((int)Math.Max(0, end - start + 1)) : null;
        readonly HashSet<long> _few = [];

        public bool Add(long offset)
        {
            if (_bits is null) return _few.Add(offset);
            var at = (int)(offset - start);
            if (_bits[at]) return false;
            return _bits[at] = true;
        }
    }
}
