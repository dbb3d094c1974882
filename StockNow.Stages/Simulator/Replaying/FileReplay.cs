using Microsoft.Extensions.Logging;
using StockNow.Contracts.Events;
using StockNow.Stages.Hosting;

namespace StockNow.Stages.Simulator.Replaying;

/// <summary>Sends the lines of one file that were not sent before.</summary>
/// <param name="path">The file.</param>
/// <param name="positionName">The name under which the log knows how far it came.</param>
/// <param name="before">Lines taken before, sent or refused.</param>
sealed class FileReplay(
    string path, string positionName, long before, int maxLineBytes,
    ReadingReader reader, InputBatch batch, ReplayPace? pace, Refusals refusals, ReplayProgress progress, ILogger log)
{
    // A longer wait is worth a word.
    static readonly TimeSpan LongWait = TimeSpan.FromMinutes(1);

    readonly long _refusedBefore = refusals.Count;
    long _taken;

    /// <exception cref="UnrecoverableException">The file is cut or damaged, or shorter than it was; what could be read of it is sent.</exception>
    public async Task SendAsync(StageSignals signals)
    {
        await using var file = new ReplayFile(path);
        try
        {
            if (!await SendLinesAsync(file, signals))
            {
                await CommitAsync(signals.Stop);
                log.ReplayInterrupted(path, _taken);
                return;
            }
        }
        catch (InvalidDataException fault)
        {
            await CommitAsync(signals.Stop);
            throw new UnrecoverableException(
                $"'{path}' cannot be unpacked behind line {_taken}: {fault.Message}. The lines up to there are sent; put the whole file there and start again: the replay goes on behind them.", fault);
        }
        await CommitAsync(signals.Stop);
        if (_taken < before)
            throw new UnrecoverableException(
                $"'{path}' has {_taken} lines, but {before} of it were sent before: it was cut or replaced. Put the whole file back, or begin anew with Simulator:Replay:Restart=true.");
        if (_taken == before && before > 0) log.ReplayAlreadySent(before, path);
        else log.ReplayFinished(path, _taken - before - Refused, Refused, before);
    }

    long Refused => refusals.Count - _refusedBefore;

    /// <returns>Whether it came to the file's end; false when it was told to drain.</returns>
    async Task<bool> SendLinesAsync(ReplayFile file, StageSignals signals)
    {
        var lines = new LineReader(file.ReadAsync, maxLineBytes);
        while (await lines.FillAsync())
        {
            for (LineKind kind; (kind = lines.Next()) != LineKind.None; _taken++)
            {
                if (_taken < before) continue;
                if (kind == LineKind.TooLong)
                {
                    refusals.Add(path, _taken + 1);
                    batch.RefuseTooLong();
                    continue;
                }
                if (pace is not null && !await WaitUntilDueAsync(pace, lines, signals)) return false;
                batch.Send(reader.SensorIdOf(lines.Current), lines.Current);
            }
            if (batch.IsDue) await CommitAsync(signals.Stop);
            progress.Advance(path, file.Consumed, _taken);
            if (signals.Drain.IsCancellationRequested) return false;
        }
        return true;
    }

    async ValueTask<bool> WaitUntilDueAsync(ReplayPace pace, LineReader lines, StageSignals signals)
    {
        var (due, said) = (pace.DueAt(reader, lines.Current), false);
        for (TimeSpan wait; (wait = due - pace.Elapsed) > TimeSpan.Zero;)
        {
            if (signals.Drain.IsCancellationRequested) return false;
            if (batch.IsDue || wait >= InputBatch.MaxAge) await CommitAsync(signals.Stop);
            if (!said && wait > LongWait) log.LongWaitBegun(_taken + 1, path, wait);
            said = true;
            await pace.PauseAsync(wait, signals.Drain);
        }
        return true;
    }

    Task CommitAsync(CancellationToken stop) => batch.IsEmpty ? Task.CompletedTask : batch.CommitAsync(positionName, _taken, stop);
}
