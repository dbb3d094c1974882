using System.Globalization;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Simulator.Replaying;

/// <summary>
/// The files that were replayed into this input topic, known by their content: a file is the one whose beginning it has, under any name, packed or not.
/// Of files with the same first line each has a position of its own: <c>replay/{topic's identity}/{hash of the first line}/{number}</c>.
/// </summary>
sealed class KnownFiles
{
    const string Prefix = "replay/";

    readonly string _topic;
    readonly Dictionary<string, SavedPosition> _positions;

    KnownFiles(string topic, Dictionary<string, SavedPosition> positions) => (_topic, _positions) = (topic, positions);

    /// <summary>Reads the positions from the event log.</summary>
    public static async Task<KnownFiles> LoadAsync(IEventLog log, CancellationToken stop)
    {
        var topic = LogIdentity.HashOf(await log.IdentityAsync(TopicNames.Input, stop));
        var positions = await log.PositionsAsync(Prefix, stop);
        return new KnownFiles(topic, positions.ToDictionary(one => one.Key, one => new SavedPosition(one.Key, one.Value)));
    }

    /// <summary>Where an earlier version has noted how many lines of a file were sent.</summary>
    public async Task<SavedPosition?> OlderAsync(string path)
    {
        var ofTheName = _positions.Values.Where(position => OlderPosition.IsOf(path, position)).ToList();
        if (ofTheName.Count == 0) return null;
        var hash = await OlderPosition.FirstLineHashAsync(path);
        return ofTheName.Find(position => position.Name.EndsWith(hash, StringComparison.Ordinal));
    }

    /// <summary>Which known file this one is, or that it is another one.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public async Task<FileMatch> MatchAsync(string path, FirstLine first)
    {
        var prefix = $"{Prefix}{_topic}/{first.Hash}/";
        var alike = _positions.Values.Where(position => position.Value is not null && position.Name.StartsWith(prefix, StringComparison.Ordinal)).ToList();
        var known = alike.Select(position => (Position: position, Sent: ReplayPosition.Parse(position.Value!))).Where(one => one.Sent is not null)
            .Select(one => (one.Position, Sent: one.Sent!)).ToList();
        if (known.Count == 0) return New(prefix, alike, null);
        var (hashes, length, wholeLines) =
            await HashesAsync(path, known.SelectMany(one => one.Sent.Marks.Select(mark => mark.Bytes).Append(one.Sent.Bytes)).Distinct().Order());

        var same = known.Where(one => hashes.TryGetValue(one.Sent.Bytes, out var hash) && hash == one.Sent.Hash).OrderBy(one => one.Sent.Bytes).LastOrDefault();
        if (same.Position is not null) return new FileMatch(MatchKind.Same, same.Position, same.Sent);
        foreach (var (position, sent) in known.Where(one => one.Sent.Bytes > length))
            if (sent.Marks.LastOrDefault(mark => mark.Bytes <= length) is { Bytes: > 0 } mark
                && hashes[mark.Bytes].StartsWith(mark.Hash, StringComparison.Ordinal) && mark.Bytes >= wholeLines / 2)
                return new FileMatch(mark.Bytes == length ? MatchKind.Beginning : MatchKind.Cut, position, sent);
        // Nothing but the first line, and no newline yet: shorter than every mark, and the beginning of every file with this first line.
        if (wholeLines == 0) return new FileMatch(MatchKind.Beginning, known[0].Position, known[0].Sent);
        return New(prefix, alike, known[0].Sent);
    }

    FileMatch New(string prefix, List<SavedPosition> alike, ReplayPosition? like)
    {
        var numbers = alike.Select(position =>
            int.TryParse(position.Name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1);
        var name = string.Create(CultureInfo.InvariantCulture, $"{prefix}{numbers.DefaultIfEmpty(-1).Max() + 1}");
        return new FileMatch(MatchKind.New, _positions[name] = new SavedPosition(name, null), like ?? ReplayPosition.None);
    }

    // The hashes of the file's beginnings of these lengths, as far as it can be read; and how far that is (at least up to the longest of them), in whole lines
    // too.
    static async Task<(Dictionary<long, string> Hashes, long Length, long WholeLines)> HashesAsync(string path, IEnumerable<long> lengths)
    {
        await using var file = await ReplayFile.OpenAsync(path);
        using var hash = new ContentHash();
        var hashes = new Dictionary<long, string>();
        var buffer = new byte[256 * 1024];
        foreach (var length in lengths)
        {
            if (!await hash.AppendUpToAsync(length, file, buffer)) break;
            hashes[length] = hash.ToString();
        }
        return (hashes, hash.Bytes, hash.WholeLines);
    }
}

/// <summary>What a file is to the event log.</summary>
/// <param name="Kind">Which relation.</param>
/// <param name="Position">The position of the known file, or a new one.</param>
/// <param name="Sent">What was sent of the known file; of a new file, what was sent of one that has the same first line.</param>
sealed record FileMatch(MatchKind Kind, SavedPosition Position, ReplayPosition Sent);

/// <summary>How a file relates to what was sent.</summary>
enum MatchKind
{
    /// <summary>None of it was sent.</summary>
    New,

    /// <summary>It begins with all that was sent of a file.</summary>
    Same,

    /// <summary>All of it was sent, as the beginning of a longer file or of an earlier state of it.</summary>
    Beginning,

    /// <summary>It is shorter than what was sent of it.</summary>
    Cut,
}
