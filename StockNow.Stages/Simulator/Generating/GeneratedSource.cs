using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using StockNow.Stages.Hosting;

namespace StockNow.Stages.Simulator.Generating;

/// <summary>Sends made readings, each when it is due; after a stall it catches up.</summary>
sealed class GeneratedSource : IReadingSource
{
    /// <summary>The first reading's timestamp when there is a seed and no start time.</summary>
    public static readonly DateTimeOffset SeededStart = new(2025, 7, 5, 8, 0, 0, TimeSpan.Zero);

    const int ReadingsPerLook = 64;

    readonly SimulatorOptions _options;
    readonly StageStatus _status;
    readonly TimeProvider _time;
    readonly ILogger<GeneratedSource> _log;
    readonly int _seed;
    readonly DateTimeOffset _start;
    readonly RateMeter _rate;
    long _committed;

    public GeneratedSource(SimulatorOptions options, StageStatus status, TimeProvider time, ILogger<GeneratedSource> log)
    {
        (_options, _status, _time, _log) = (options, status, time, log);
        _seed = options.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
        _start = options.StartTime ?? (options.Seed is null ? time.GetUtcNow() : SeededStart);
        _rate = new RateMeter(time, log);
    }

    public async Task SendAsync(InputBatch batch, StageSignals signals)
    {
        var generator = new ReadingGenerator(_options, _seed, _start);
        var schedule = generator.Schedule;
        if (_rate.Begin(schedule.Asked)) _log.GeneratingStarted(_options.Stores, generator.Round, schedule.Asked, _seed, _start);
        using var progress = new ProgressReport(_status, _time, "making readings");
        while (_committed < schedule.Total && !signals.Drain.IsCancellationRequested)
        {
            var due = Math.Min(schedule.Total, schedule.DueBy(_rate.Elapsed));
            var made = _committed;
            for (; made < due && !(made % ReadingsPerLook == 0 && batch.IsDue); made++)
            {
                generator.Make(made);
                batch.Send(generator.Key, generator.Value);
            }
            await batch.CommitAsync(signals.Stop);
            _committed = made;
            _rate.Report(_committed);
            if (schedule.Total != long.MaxValue) progress.Update((double)_committed / schedule.Total);
            if (_committed == due && due < schedule.Total)
                await Pause.ForAsync(schedule.OffsetOf(due) - _rate.Elapsed, _time, signals.Drain);
        }
        _rate.End(_committed);
    }
}
