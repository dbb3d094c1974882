using System.Text;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>
/// Counts the outputs whose source is not in this event log: it was of another one, or of a topic that was there before its name was given to a new one.
/// </summary>
sealed class OtherLogs(AuditedTopic source, string what)
{
    const int MostShown = 5;

    readonly string _present = LogIdentity.HashOf(source.Identity);
    readonly SortedDictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts an output when it is one of those.</summary>
    public bool TryCount(HeaderView headers)
    {
        if (!headers.IsOfAnotherLog(_present)) return false;
        headers.TryGet(HeaderNames.SourceLog, out ReadOnlySpan<byte> hash);
        var name = Encoding.UTF8.GetString(hash[..Math.Min(hash.Length, LogIdentity.HashLength)]);
        _counts[name] = _counts.GetValueOrDefault(name) + 1;
        return true;
    }

    public IEnumerable<string> Notes()
    {
        foreach (var (log, count) in _counts.Take(MostShown)) yield return Say(count, $"log {log}");
        if (_counts.Count > MostShown) yield return Say(_counts.Skip(MostShown).Sum(other => other.Value), $"{_counts.Count - MostShown} other logs");

        string Say(long count, string log) => $"{Plural.Of(count, what)} {(count == 1 ? "was" : "were")} made from another {source.Name} ({log}): not judged";
    }
}
