using Microsoft.Extensions.Logging;
using StockNow.Contracts.Lake;
using StockNow.Contracts.Topics;
using StockNow.Stages.Analysis.Cube;
using StockNow.Stages.Analysis.Fresh;
using StockNow.Stages.Engines;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Analysis;

/// <summary>
/// The answers over what is published and, where the event log is at hand, over what it holds beyond that. Asked again only when something is new.
/// </summary>
/// <param name="published">The published files.</param>
/// <param name="store">The lake.</param>
/// <param name="cube">Counts the published files.</param>
/// <param name="fresh">Reads what is not published yet, or null for published files only.</param>
/// <param name="questions">Answers the questions.</param>
/// <param name="options">Which readings count.</param>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
sealed class LakeAnswers(
    IPublishedFiles published, ILakeStore store, CubeCounter cube, FreshReadings? fresh, IQuestionReader questions, AnalysisOptions options, TimeProvider time,
    ILogger<AnalysisWorker> log)
{
    const int MostNames = 5;

    static readonly IReadOnlyDictionary<TopicPartition, long> NoEnds = new Dictionary<TopicPartition, long>();

    readonly Selection _selection = options.ToSelection();

    HashSet<string> _files = [];
    IReadOnlyDictionary<TopicPartition, long> _ends = NoEnds;
    bool _full = options.Full;

    /// <summary>The newest answers; null before the first.</summary>
    public AnswersAt? Latest { get; private set; }

    /// <summary>Why <see cref="Latest"/> is not over all of the lake, as a sentence; null when it is.</summary>
    public string? Lacks { get; private set; }

    /// <summary>Looks into the lake and the event log, and asks if they changed. True when <see cref="Latest"/> is new.</summary>
    /// <exception cref="EngineException">The engine is away, or refuses.</exception>
    /// <exception cref="LakeException">The lake is away, or refuses.</exception>
    /// <exception cref="EventLogException">The event log is away.</exception>
    public async Task<bool> RefreshAsync(CancellationToken stop)
    {
        var asOf = time.GetUtcNow();
        var (files, ends) = await LookAsync(stop);
        if (Latest is not null && Lacks is null && _files.SetEquals(files.Select(file => file.Key)) && SameEnds(ends))
        {
            log.AnswersStoodUnchanged(files.Count);
            Latest = Latest with { AsOf = asOf };
            return false;
        }

        Latest = new AnswersAt(await AskAsync(await ThereAsync(files, stop), stop), asOf, ends);
        (_files, _ends) = ([.. files.Select(file => file.Key)], ends);
        return true;
    }

    async Task<(IReadOnlyList<DataFile> Files, IReadOnlyDictionary<TopicPartition, long> Ends)> LookAsync(CancellationToken stop)
    {
        if (fresh is null) return (await published.ListAsync(stop), NoEnds);
        var ranges = await published.RangesAsync(stop);
        return (ranges.Files, await fresh.ReadAsync(ranges.Heads, stop));
    }

    bool SameEnds(IReadOnlyDictionary<TopicPartition, long> ends) =>
        ends.Count == _ends.Count && ends.All(end => _ends.TryGetValue(end.Key, out var before) && before == end.Value);

    // What the lake's log names must be there: no engine could tell answers over a part of the readings from answers over all.
    async Task<IReadOnlyList<DataFile>> ThereAsync(IReadOnlyList<DataFile> files, CancellationToken stop)
    {
        var before = Lacks;
        Lacks = null;
        if (files.Count == 0) return files;
        var table = await store.ListAllAsync(LakeLayout.Table, stop).ToHashSetAsync(StringComparer.Ordinal, stop);
        var missing = files.Where(file => !table.Contains(file.Key)).Select(file => file.Key).Order(StringComparer.Ordinal).ToList();
        if (missing.Count == 0) return files;
        var names = string.Join(", ", missing.Take(MostNames).Select(name => $"'{name}'"))
            + (missing.Count > MostNames ? $" and {missing.Count - MostNames} more" : "");
        Lacks = $"The answers are over {files.Count - missing.Count} of {files.Count} files of the lake; missing: {names}.";
        if (Lacks != before) log.FilesMissing(missing.Count, files.Count, names);
        return [.. files.Where(file => table.Contains(file.Key))];
    }

    async Task<Answers> AskAsync(IReadOnlyList<DataFile> files, CancellationToken stop)
    {
        var started = time.GetTimestamp();
        var answers = await cube.ReadAsync(files, _full, segments => AskAsync(segments, stop), stop);
        _full = false;
        if (answers.Readings == 0) log.NoReadings();
        else log.QuestionsAnswered(time.GetElapsedTime(started).TotalMilliseconds, files.Count, answers.Readings);
        return answers;
    }

    async Task<Answers> AskAsync(IReadOnlyList<string> segments, CancellationToken stop)
    {
        var tail = Path.Combine(Path.GetTempPath(), $"stocknow-tail-{Guid.NewGuid():N}.parquet");
        try
        {
            if (fresh is not null && await fresh.WriteAsync(tail, stop)) segments = [.. segments, tail];
            return segments.Count == 0 ? Answers.None : await questions.AnswerAsync(segments, _selection, stop);
        }
        finally
        {
            File.Delete(tail);
        }
    }
}
