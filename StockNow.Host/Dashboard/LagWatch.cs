using StockNow.Stages.Hosting;

namespace StockNow.Host.Dashboard;

/// <summary>Asks how far the stages are behind, not too often, and never keeps the picture waiting for long.</summary>
internal sealed class LagWatch(ILagSource source, TimeProvider time)
{
    static readonly IReadOnlyDictionary<string, long> Unknown = new Dictionary<string, long>();
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), Patience = TimeSpan.FromMilliseconds(100);

    IReadOnlyDictionary<string, long> _latest = Unknown;
    Task<IReadOnlyDictionary<string, long>>? _question;
    long? _askedAt;

    /// <summary>The lag by stage as last known; empty when the last question failed. One caller at a time.</summary>
    public async Task<IReadOnlyDictionary<string, long>> LatestAsync(CancellationToken stop)
    {
        if (_question is null && _askedAt is { } asked && time.GetElapsedTime(asked) < Pause) return _latest;
        try
        {
            if (_question is null)
            {
                _askedAt = time.GetTimestamp();
                _question = source.LagByStageAsync(stop);
            }
            _latest = await _question.WaitAsync(Patience, time, stop);
            _question = null;
        }
        catch (TimeoutException) when (_question is { IsCompleted: false })
        {
            // Asked for again at the next look.
        }
        // Why the lag is not known is what the stages themselves report.
        catch (Exception)
        {
            (_latest, _question) = (Unknown, null);
        }
        return _latest;
    }
}
