using Microsoft.Extensions.Logging;
using StockNow.Contracts.Events;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Simulator.Replaying;

/// <summary>Sends the lines of files as they stand, each once: how far it came is committed together with them.</summary>
sealed class ReplaySource(
    SimulatorOptions options, PipelineOptions pipeline, IEventLog eventLog, PipelineLifetime lifetime, StageStatus status, TimeProvider time,
    ILogger<ReplaySource> log) : IReadingSource
{
    // A restarted worker continues; only the first worker of a process starts over.
    readonly HashSet<string> _startedOver = [];

    // Two that sent the same file would not know of each other.
    public Task<IEventLogWriter> OpenWriterAsync(CancellationToken stop) => eventLog.OpenWriterAsync(StageNames.Simulator, stop);

    public async Task SendAsync(InputBatch batch, StageSignals signals)
    {
        var path = options.Replay.File!;
        if (ReplayFiles.FaultOf(path) is { } fault) throw new UnrecoverableException($"Simulator:Replay:File: {fault}");
        var (files, passedOver, unnamed) = ReplayFiles.Of(path);
        var (noun, are) = passedOver.Count == 1 ? ("entry", "is") : ("entries", "are");
        if (passedOver.Count > 0) log.ReplayPassedOver(passedOver.Count, noun, path, are, string.Join(", ", passedOver));
        var known = await KnownFiles.LoadAsync(eventLog, signals.Drain);
        var reader = new ReadingReader(pipeline.ReadingLimits);
        var judge = new LineJudge(pipeline.ReadingLimits, log);
        var refusals = new Refusals(pipeline.MaxReadingBytes, log);
        var faults = new ReplayFaults(log);
        foreach (var one in unnamed) faults.Add(one);
        var pace = options.Replay.Speed.Factor is { } factor ? new ReplayPace(factor, time) : null;
        using var progress = new ReplayProgress(files, status, time, log);
        var run = new ReplayRun(pipeline.MaxReadingBytes, reader, judge, batch, pace, refusals, progress, log);
        foreach (var file in files)
        {
            if (signals.Drain.IsCancellationRequested) break;
            try
            {
                if (await BeginAsync(file, known, judge, batch, signals) is not var (position, before)) continue;
                log.ReplayStarted(file, before.Lines + 1, options.Replay.Speed);
                using var replay = new FileReplay(file, position, before, run);
                await replay.SendAsync(signals);
            }
            catch (ReplayFileException one) { faults.Add(one.Message); }
            catch (Exception one) when (one is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
            {
                faults.Add($"'{file}' cannot be read: {one.Message} Put it back or give the right to read it, and start again: the replay resumes where it "
                    + "ended.");
            }
            progress.FileEnded(file);
        }
        refusals.End();
        if (!signals.Drain.IsCancellationRequested && judge.Fault is { } noReading) faults.Add(noReading);
        faults.End(lifetime);
    }

    /// <returns>Where to begin; null when the file has nothing to send.</returns>
    async Task<(SavedPosition Position, ReplayPosition Before)?> BeginAsync(string file, KnownFiles known, LineJudge judge, InputBatch batch,
        StageSignals signals)
    {
        if (await FirstLineOfAsync(file) is not { } first) return null;
        var (kind, position, sent) = await known.MatchAsync(file, first);
        var older = kind == MatchKind.New ? await known.OlderAsync(file) : null;
        if (options.Replay.Restart && !_startedOver.Contains(position.Name))
        {
            if (position.Value is not null || older is not null) await SaveAsync(ReplayPosition.None);
            _startedOver.Add(position.Name);
            return (position, ReplayPosition.None);
        }
        if (older is not null)
        {
            sent = await OlderPosition.ReadAsync(file, older);
            await SaveAsync(sent);
            log.ReplayOfEarlierVersion(file, sent.Lines);
            return (position, sent);
        }
        switch (kind)
        {
            case MatchKind.Cut:
                throw ReplayFaults.Cut(file, sent);
            case MatchKind.Beginning:
                judge.Begin(sent.Lines);
                log.ReplaySentAsBeginning(file, sent.FileName);
                return null;
            case MatchKind.Same:
                if (sent.Bytes > 0 && sent.FileName != Path.GetFileName(file)) log.ReplayKnownAs(file, sent.FileName);
                return (position, sent);
            default:
                if (sent.Bytes > 0) log.ReplayOfAnother(file, sent.FileName);
                return (position, ReplayPosition.None);
        }

        async Task SaveAsync(ReplayPosition value)
        {
            if (older is not null) batch.Save(older, OlderPosition.Moved);
            await batch.CommitAsync(position, value.ToString(), signals.Stop);
            if (older is not null) older.Value = OlderPosition.Moved;
        }
    }

    async Task<FirstLine?> FirstLineOfAsync(string path)
    {
        await using var file = await ReplayFile.OpenAsync(path);
        FirstLine? first;
        try { first = await FirstLine.ReadAsync(file); }
        catch (InvalidDataException fault)
        {
            throw new ReplayFileException($"'{path}' is no whole gzip file: {fault.Message}, before its first line ends. Put a whole one there and "
                + $"start again.", fault);
        }
        if (first is { Fault: { } why }) throw new ReplayFileException($"'{path}' {why}. Nothing of it was sent.");
        if (first is null && file.Length == 0) log.ReplayEmpty(path);
        else if (first is null) log.ReplayBlank(path);
        return first;
    }
}
