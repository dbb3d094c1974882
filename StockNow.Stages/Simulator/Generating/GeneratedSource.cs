using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Simulator.Generating;

/// <summary>Sends made readings, each when it is due and each once: how far it came is committed together with them. After a stall it catches up.</summary>
sealed class GeneratedSource : IReadingSource
{
    /// <summary>The first reading's timestamp when there is a seed and no start time.</summary>
    public static readonly DateTimeOffset SeededStart = new(2025, 7, 5, 8, 0, 0, TimeSpan.Zero);

    const int ReadingsPerLook = 64;

    // What another run has made says nothing about this one. One name serves all runs: the log keeps each name for ever.
    readonly string _run = $"{Guid.NewGuid():N} ";
    readonly SimulatorOptions _options;
    readonly IEventLog _eventLog;
    readonly StageStatus _status;
    readonly TimeProvider _time;
    readonly ILogger<GeneratedSource> _log;
    readonly int _seed;
    readonly DateTimeOffset _start;
    readonly RateMeter _rate;

    public GeneratedSource(SimulatorOptions options, IEventLog eventLog, StageStatus status, TimeProvider time, ILogger<GeneratedSource> log)
    {
        (_options, _eventLog, _status, _time, _log) = (options, eventLog, status, time, log);
        _seed = options.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
        _start = options.StartTime ?? (options.Seed is null ? time.GetUtcNow() : SeededStart);
        _rate = new RateMeter(time, log);
    }

    // Several may make readings at once, each its own.
    public Task<IEventLogWriter> OpenWriterAsync(CancellationToken stop) => _eventLog.OpenInstanceWriterAsync(StageNames.Simulator, stop);

    public async Task SendAsync(InputBatch batch, StageSignals signals)
    {
        var generator = new ReadingGenerator(_options, _seed, _start);
        var schedule = generator.Schedule;
        if (_rate.Begin(schedule.Asked)) _log.GeneratingStarted(_options.Stores, generator.Round, schedule.Asked, _seed, _start);
        using var progress = new ProgressReport(_status, _time, "making readings");
        var name = $"generated/{batch.WriterName}";
        var position = new SavedPosition(name, await _eventLog.PositionAsync(name, signals.Drain));
        var committed = CommittedAt(position.Value); // a worker before this one may have failed in a commit that took place all the same
        while (committed < schedule.Total && !signals.Drain.IsCancellationRequested)
        {
            var due = Math.Min(schedule.Total, schedule.DueBy(_rate.Elapsed));
            var made = committed;
            for (; made < due && !(made % ReadingsPerLook == 0 && batch.IsDue); made++)
            {
                generator.Make(made);
                batch.Send(generator.Key, generator.Value);
            }
            if (made > committed) await batch.CommitAsync(position, string.Create(CultureInfo.InvariantCulture, $"{_run}{made}"), signals.Stop);
            committed = made;
            _rate.Report(committed);
            if (schedule.Total != long.MaxValue) progress.Update((double)committed / schedule.Total);
            if (committed == due && due < schedule.Total)
                await Pause.ForAsync(schedule.OffsetOf(due) - _rate.Elapsed, _time, signals.Drain);
        }
        _rate.End(committed);
    }

    long CommittedAt(string? position) =>
        position?.StartsWith(_run, StringComparison.Ordinal) == true ? long.Parse(position.AsSpan(_run.Length), CultureInfo.InvariantCulture) : 0;
}
