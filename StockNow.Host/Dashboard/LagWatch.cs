using StockNow.Stages.Hosting;

namespace StockNow.Host.Dashboard;

/// <summary>Asks for the lag of the stages. An answer is shown only while it is young: an old number looks like a new one.</summary>
/// <param name="source">Knows it.</param>
/// <param name="time">The clock.</param>
/// <param name="timeLimit">How long a look may wait for its answer.</param>
internal sealed class LagWatch(ILagSource source, TimeProvider time, TimeSpan timeLimit)
{
    static readonly IReadOnlyDictionary<string, long> Unknown = new Dictionary<string, long>();
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), Youth = TimeSpan.FromSeconds(2);

    (IReadOnlyDictionary<string, long> Lag, long AskedAt)? _latest;
    (Task<IReadOnlyDictionary<string, long>> Answer, long AskedAt)? _question;

    /// <summary>The lag by stage, asked for within the last two seconds; empty where it is not known. One caller at a time.</summary>
    /// <param name="fresh">Whether it must be asked for now, as for the last picture of a run.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<IReadOnlyDictionary<string, long>> LatestAsync(bool fresh, CancellationToken stop)
    {
        if (fresh || (_question is { } old && time.GetElapsedTime(old.AskedAt) > Youth)) (_latest, _question) = (null, null);
        if (_question is null && _latest is { } young && time.GetElapsedTime(young.AskedAt) < Pause) return young.Lag;
        try
        {
            _question ??= (source.LagByStageAsync(stop), time.GetTimestamp());
            _latest = (await _question.Value.Answer.WaitAsync(timeLimit, time, stop), _question.Value.AskedAt);
            _question = null;
        }
        catch (TimeoutException) when (_question is { Answer.IsCompleted: false })
        {
            // Looked for again at the next look.
        }
        // Why the lag is not known is what the stages themselves report.
        catch (Exception)
        {
            (_latest, _question) = (null, null);
        }
        return _latest is { } latest && time.GetElapsedTime(latest.AskedAt) <= Youth ? latest.Lag : Unknown;
    }
}
