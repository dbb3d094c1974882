using StockNow.Stages.Base;

namespace StockNow.Stages.Simulator.Replaying;

/// <summary>Sends the lines of one file that were not sent before.</summary>
/// <param name="path">The file.</param>
/// <param name="position">Its position in the event log.</param>
/// <param name="before">What that position says.</param>
/// <param name="run">What it shares with the other files.</param>
sealed class FileReplay(string path, SavedPosition position, ReplayPosition before, ReplayRun run) : IDisposable
{
    // A longer wait is worth a word.
    static readonly TimeSpan LongWait = TimeSpan.FromMinutes(1);

    readonly SentSoFar _sent = new(before, Path.GetFileName(path));
    readonly long _refusedBefore = run.Refusals.Count;
    LineReader _lines = null!;
    long _sentNow, _blank;
    bool _isRest, _isWaiting;

    /// <exception cref="ReplayFileException">The file is cut or damaged; what could be read of it is sent.</exception>
    public async Task SendAsync(StageSignals signals)
    {
        await using var file = await ReplayFile.OpenAsync(path);
        _isRest = await _sent.SkipAsync(file, path) is not (null or (byte)'\n');
        _lines = new LineReader(file.ReadAsync, run.MaxLineBytes, before.Bytes);
        run.Judge.Begin(before.Lines);
        bool isAtEnd;
        ReplayFileException? fault = null;
        try { isAtEnd = await SendLinesAsync(file, signals); }
        catch (InvalidDataException damage) { (isAtEnd, fault) = (true, Damaged(damage)); }
        catch (ReplayFileException one) { (isAtEnd, fault) = (true, one); }

        await CommitAsync(signals.Stop);
        run.Judge.End(_sentNow);
        if (fault is not null) throw fault;
        if (!isAtEnd) run.Log.ReplayInterrupted(path, _sent.Lines);
        else if (_sentNow > 0 || Refused > 0) run.Log.ReplayFinished(path, _sentNow, _sentNow == 1 ? "line" : "lines", Refused, _blank, before.Lines);
        else if (!_isWaiting) run.Log.ReplayAlreadySent(before.Lines, path);
    }

    public void Dispose() => _sent.Dispose();

    long Refused => run.Refusals.Count - _refusedBefore;

    ReplayFileException Damaged(InvalidDataException damage) => new(
        $"'{path}' cannot be unpacked after line {_sent.Lines}: {damage.Message}. The lines up to there are sent. Put the whole file there and start again: "
        + "the replay continues after them.", damage);

    /// <returns>Whether it came to the file's end; false after the signal to drain.</returns>
    async Task<bool> SendLinesAsync(ReplayFile file, StageSignals signals)
    {
        while (await _lines.FillAsync())
        {
            for (LineKind kind; (kind = _lines.Next()) != LineKind.None;)
            {
                if (!_lines.IsTerminated && MustWait(kind)) return true;
                if (!await TakeAsync(kind, signals)) return false;
                _sent.LineTaken(_lines.Offset, _isRest, _lines);
                _isRest = false;
            }
            // The beginning of a line that is too long is dropped, and a position is where a line ends: so what waits is committed first.
            if (run.Batch.IsDue || _lines.Offset > _sent.Bytes) await CommitAsync(signals.Stop);
            _sent.Append(_lines.Between(_sent.Appended, _lines.Offset));
            run.Progress.Advance(path, file.Consumed, _sent.Lines);
            if (signals.Drain.IsCancellationRequested) return false;
        }
        return true;
    }

    /// <returns>False when the signal to drain came before the line was due.</returns>
    async ValueTask<bool> TakeAsync(LineKind kind, StageSignals signals)
    {
        if (kind == LineKind.TooLong)
        {
            run.Refusals.Add(path, Number);
            run.Batch.RefuseTooLong();
        }
        else if (IsBlank(Line))
        {
            if (!_isRest) _blank++;
        }
        else
        {
            if (run.Pace is { } pace && !await WaitUntilDueAsync(pace, signals)) return false;
            run.Batch.Send(run.Judge.KeyOf(Line, path, Number), Line);
            _sentNow++;
        }
        return true;
    }

    /// <summary>Whether a line without a newline is sent only when the file is complete.</summary>
    bool MustWait(LineKind kind)
    {
        if (kind == LineKind.Whole && IsBlank(Line)) return true;
        if (kind == LineKind.Whole && WholeObject.Is(Line)) return false;
        if (kind == LineKind.Whole && Line.TrimEnd(FirstLine.WhiteSpace).Contains((byte)'\r'))
            throw new ReplayFileException($"Line {Number} of '{path}' holds carriage returns and has no newline: lines must end in a newline (LF). Convert "
                + "the file, for example with: tr '\\r' '\\n' < FILE > OTHER");
        run.Log.LineWaits(Number, path);
        return _isWaiting = true;
    }

    long Number => _sent.Lines + (_isRest ? 0 : 1);

    ReadOnlySpan<byte> Line =>
        _sent.Bytes == 0 && _lines.Current.StartsWith(FirstLine.ByteOrderMark) ? _lines.Current[FirstLine.ByteOrderMark.Length..] : _lines.Current;

    static bool IsBlank(ReadOnlySpan<byte> line) => !line.ContainsAnyExcept(FirstLine.WhiteSpace);

    async ValueTask<bool> WaitUntilDueAsync(ReplayPace pace, StageSignals signals)
    {
        var (due, said) = (pace.DueAt(run.Reader, Line), false);
        for (TimeSpan wait; (wait = due - pace.Elapsed) > TimeSpan.Zero;)
        {
            if (signals.Drain.IsCancellationRequested) return false;
            if (run.Batch.IsDue || wait >= InputBatch.MaxAge) await CommitAsync(signals.Stop);
            if (!said && wait > LongWait) run.Log.LongWaitBegun(Number, path, wait);
            said = true;
            await pace.PauseAsync(wait, signals.Drain);
        }
        return true;
    }

    Task CommitAsync(CancellationToken stop)
    {
        if (run.Batch.IsEmpty) return Task.CompletedTask;
        _sent.AppendTaken(_lines);
        return run.Batch.CommitAsync(position, _sent.Position.ToString(), stop);
    }
}
