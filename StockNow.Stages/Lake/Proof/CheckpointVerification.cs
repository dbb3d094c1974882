using StockNow.Stages.Base;
using StockNow.Stages.Lake.Table;

namespace StockNow.Stages.Lake.Proof;

/// <summary>Compares a chain's checkpoints with its intents, which come one after the other.</summary>
sealed class CheckpointVerification(Checkpoints log, IReadOnlyList<(long Start, long Next)> checkpoints, List<LakeFinding> findings)
{
    readonly List<((long Start, long Next) Ends, Queue<Intent> Left)> _open = [];
    readonly HashSet<(long Start, long Next)> _unmet = [.. checkpoints];

    /// <summary>Compares an intent with its copies.</summary>
    public async Task TakeAsync(Intent intent, CancellationToken stop)
    {
        foreach (var ends in checkpoints.Where(ends => ends.Start == intent.Start)) await OpenAsync(ends, stop);
        if (_open.Count == 0) return;
        var original = IntentJson.Write(intent);
        foreach (var one in _open.ToList())
        {
            var copy = one.Left.Dequeue();
            if (copy.Start == intent.Start && IntentJson.Write(copy).AsSpan().SequenceEqual(original)) continue;
            _open.Remove(one);
            // Where the chain has a gap, a copy still tells of what is missing.
            if (copy.Start != intent.Start) _unmet.Add(one.Ends);
            else Find(one.Ends, $"is not what the intent of offset {intent.Start} says. It is only a copy: remove it.");
        }
        _open.RemoveAll(one => one.Left.Count == 0);
    }

    /// <summary>Finds those that the chain has not led to.</summary>
    public void End()
    {
        foreach (var ends in _unmet.Concat(_open.Select(one => one.Ends)).Order())
            Find(ends, "copies intents that the chain does not lead to. If some were removed, it still says what they were; otherwise remove it.");
    }

    async Task OpenAsync((long Start, long Next) ends, CancellationToken stop)
    {
        _unmet.Remove(ends);
        try { _open.Add((ends, new Queue<Intent>((await log.GetAsync(ends.Start, ends.Next, stop)).Intents))); }
        catch (UnrecoverableException damaged)
        {
            findings.Add(new LakeFinding(FindingKind.WrongCheckpoint, log.KeyOf(ends.Start, ends.Next), damaged.Message));
        }
    }

    void Find((long Start, long Next) ends, string fault)
    {
        var key = log.KeyOf(ends.Start, ends.Next);
        findings.Add(new LakeFinding(FindingKind.WrongCheckpoint, key, $"'{key}' {fault}"));
    }
}
