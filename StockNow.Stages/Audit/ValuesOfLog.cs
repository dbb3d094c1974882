using System.Globalization;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Lake.Proof;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Storage;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>Compares what the intents say of the values with the records that the event log still holds.</summary>
/// <param name="log">The event log.</param>
/// <param name="identity">Its identity: ranges of other logs are not compared.</param>
/// <param name="limits">How much a reading may hold; each range is read with the limits of its intent.</param>
sealed class ValuesOfLog(IEventLogInspector log, string identity, ReadingLimits limits)
{
    readonly RangeReader _reader = new(log, limits, failures: null);
    readonly Dictionary<TopicPartition, HeldOffsets?> _held = [];
    long _compared, _gone, _older;

    /// <summary>Compares a range.</summary>
    /// <returns>What differs.</returns>
    public async Task<IEnumerable<LakeFinding>> CompareAsync(Intent intent, CancellationToken stop)
    {
        if (intent.Cluster != identity) return [];
        if (!await IsHeldAsync(intent, stop))
        {
            _gone++;
            return [];
        }
        var now = await _reader.ReadAsync(intent, stop);
        try
        {
            if (now.Records != intent.Records || now.Hash != intent.Hash)
                return [new LakeFinding(FindingKind.WrongValues, KeyOf(intent), Text($"{intent}: the event log holds other records than were stored ")
                    + Text($"({now.Records} with the hash {now.Hash}; the intent says {intent.Records} with {intent.Hash}). The log was truncated and filled ")
                    + "again, or changed. Restore its backup.")];
            if (intent.Version < 3)
            {
                _older++;
                return [];
            }
            _compared++;
            // A record that storage has given up is malformed there and a reading here: other findings name it.
            return now.Malformed != intent.Malformed ? [] : Differences(intent, now.Rows);
        }
        finally
        {
            now.Rows.Clear();
        }
    }

    /// <summary>What was compared, and what could not be, for a person.</summary>
    public IEnumerable<string> Notes()
    {
        yield return $"the values of {Plural.Of(_compared, "range")} were compared with the event log";
        if (_gone > 0) yield return $"{Plural.Of(_gone, "range")} {Are(_gone)} no longer in the event log: the values were compared with the intents only";
        if (_older > 0) yield return $"{Plural.Of(_older, "range")} {Are(_older)} of an older version, and the intents have no digests of the values";

        static string Are(long count) => count == 1 ? "is" : "are";
    }

    static List<LakeFinding> Differences(Intent intent, ReadingRows rows)
    {
        var findings = new List<LakeFinding>();
        foreach (var (file, hour) in intent.Files.Zip(rows.ByHour()))
        {
            if (ColumnDigests.Differences(file.Columns!, ColumnDigests.Of(rows, hour.Rows.Span)) is not { Count: > 0 } columns) continue;
            findings.Add(new LakeFinding(FindingKind.WrongValues, file.Path,
                $"'{file.Path}' of {intent} was stored with other values than the event log holds, in {string.Join(", ", columns)}"));
        }
        return findings;
    }

    async Task<bool> IsHeldAsync(Intent intent, CancellationToken stop)
    {
        var partition = intent.Chain.Partition;
        if (!_held.TryGetValue(partition, out var held)) _held[partition] = held = await _reader.HeldAsync(partition, stop);
        return held is { } offsets && offsets.Start <= intent.Start + intent.Removed && intent.End < offsets.End;
    }

    static string KeyOf(Intent intent) => intent.Files.Count > 0 ? intent.Files[0].Path : intent.ToString();

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
