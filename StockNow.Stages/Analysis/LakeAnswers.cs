using Microsoft.Extensions.Logging;
using StockNow.Stages.Engines;
using StockNow.Stages.Lake;

namespace StockNow.Stages.Analysis;

/// <summary>The answers over what is published, asked again only when something new is.</summary>
sealed class LakeAnswers(
    IPublishedFiles published, ILakeStore store, IAnalysisEngine engine, AnalysisOptions options, TimeProvider time, ILogger<AnalysisWorker> log)
{
    HashSet<string> _answeredOver = [];

    /// <summary>The newest answers; null before the first.</summary>
    public Answers? Latest { get; private set; }

    /// <summary>Looks into the lake, and asks if it changed. True when <see cref="Latest"/> is new.</summary>
    /// <exception cref="EngineException">The engine is away, or refuses.</exception>
    /// <exception cref="LakeException">The lake is away, or refuses.</exception>
    public async Task<bool> RefreshAsync(CancellationToken stop)
    {
        var files = await published.ListAsync(stop);
        if (Latest is not null && _answeredOver.SetEquals(files.Select(file => file.Key)))
        {
            log.AnswersStoodUnchanged(files.Count);
            return false;
        }

        Latest = await AskAsync(files, stop);
        _answeredOver = [.. files.Select(file => file.Key)];
        return true;
    }

    async Task<Answers> AskAsync(IReadOnlyList<DataFile> files, CancellationToken stop)
    {
        if (files.Count == 0)
        {
            log.LakeFoundEmpty();
            return Answers.None;
        }

        var started = time.GetTimestamp();
        var answers = await engine.AnswerAsync([.. files.Select(file => store.LocationOf(file.Key))], options.TimeZone, stop);
        var elapsed = time.GetElapsedTime(started);
        log.QuestionsAnswered(files.Count, answers.Readings, elapsed.TotalMilliseconds);
        return answers;
    }
}
