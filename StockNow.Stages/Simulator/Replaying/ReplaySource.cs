using Microsoft.Extensions.Logging;
using StockNow.Contracts.Events;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Simulator.Replaying;

/// <summary>Sends the lines of files as they stand, each once: how far it came is committed together with them.</summary>
sealed class ReplaySource(
    SimulatorOptions options, PipelineOptions pipeline, IEventLog eventLog, StageStatus status, TimeProvider time, ILogger<ReplaySource> log) : IReadingSource
{
    // A restarted worker goes on; only the first one of a process begins anew.
    readonly HashSet<string> _begunAnew = [];

    public async Task SendAsync(InputBatch batch, StageSignals signals)
    {
        var path = options.Replay.File!;
        if (ReplayFiles.FaultOf(path) is { } fault) throw new UnrecoverableException($"Simulator:Replay:File: {fault}");
        var files = ReplayFiles.Of(path);
        var reader = new ReadingReader(pipeline.MaxReadingBytes);
        var refusals = new Refusals(pipeline.MaxReadingBytes, log);
        var pace = options.Replay.Speed.Factor is { } factor ? new ReplayPace(factor, time) : null;
        using var progress = new ReplayProgress(files, status, time, log);
        foreach (var file in files)
        {
            if (signals.Drain.IsCancellationRequested) break;
            await Explained(file, async () =>
            {
                var name = await ReplayFile.PositionNameAsync(file);
                var before = await BeginAsync(name, batch, signals);
                log.ReplayStarted(file, before + 1, options.Replay.Speed);
                await new FileReplay(file, name, before, pipeline.MaxReadingBytes, reader, batch, pace, refusals, progress, log).SendAsync(signals);
            });
            progress.FileEnded(file);
        }
        refusals.End();
    }

    async Task<long> BeginAsync(string name, InputBatch batch, StageSignals signals)
    {
        if (!options.Replay.Restart || _begunAnew.Contains(name)) return await eventLog.PositionAsync(name, signals.Drain) ?? 0;
        await batch.CommitAsync(name, 0, signals.Stop);
        _begunAnew.Add(name);
        return 0;
    }

    static async Task Explained(string file, Func<Task> replay)
    {
        try
        {
            await replay();
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new UnrecoverableException($"'{file}' cannot be read: {fault.Message} Put it back or give the right to read it, and start again: the replay goes on where it ended.", fault);
        }
        catch (InvalidDataException fault)
        {
            throw new UnrecoverableException($"'{file}' is no whole gzip file; not even its first line could be read ({fault.Message}). Put a whole one there and start again.", fault);
        }
    }
}
