using Microsoft.Extensions.Logging;
using StockNow.Contracts.Lake;
using StockNow.Stages.Analysis.Cube;
using StockNow.Stages.Engines;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Table;

namespace StockNow.Stages.Analysis;

/// <summary>The answers over what is published, asked again only when something new is.</summary>
sealed class LakeAnswers(
    IPublishedFiles published, ILakeStore store, CubeCounter cube, IQuestionReader questions, AnalysisOptions options, TimeProvider time,
    ILogger<AnalysisWorker> log)
{
    const int MostNames = 5;

    readonly Selection _selection = options.ToSelection();

    HashSet<string> _answeredOver = [];
    bool _full = options.Full;

    /// <summary>The newest answers; null before the first.</summary>
    public AnswersAt? Latest { get; private set; }

    /// <summary>Why <see cref="Latest"/> is not over all of the lake, as a sentence; null when it is.</summary>
    public string? Lacks { get; private set; }

    /// <summary>Looks into the lake, and asks if it changed. True when <see cref="Latest"/> is new.</summary>
    /// <exception cref="EngineException">The engine is away, or refuses.</exception>
    /// <exception cref="LakeException">The lake is away, or refuses.</exception>
    public async Task<bool> RefreshAsync(CancellationToken stop)
    {
        var files = await published.ListAsync(stop);
        if (Latest is not null && Lacks is null && _answeredOver.SetEquals(files.Select(file => file.Key)))
        {
            log.AnswersStoodUnchanged(files.Count);
            return false;
        }

        var asOf = time.GetUtcNow();
        Latest = new AnswersAt(await AskAsync(await ThereAsync(files, stop), stop), asOf, IncludesEventLog: false);
        _answeredOver = [.. files.Select(file => file.Key)];
        return true;
    }

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
        if (files.Count == 0)
        {
            log.LakeFoundEmpty();
            return Answers.None;
        }

        var started = time.GetTimestamp();
        var answers = await cube.ReadAsync(files, _full, segments => questions.AnswerAsync(segments, _selection, stop), stop);
        _full = false;
        var elapsed = time.GetElapsedTime(started);
        log.QuestionsAnswered(elapsed.TotalMilliseconds, files.Count, answers.Readings);
        return answers;
    }
}
