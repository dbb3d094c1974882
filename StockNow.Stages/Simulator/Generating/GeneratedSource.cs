using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Simulator.Generating;

/// <summary>Sends made readings, each when it is due and each once: how far it came is committed together with them. After a stall it catches up.</summary>
sealed class GeneratedSource : IReadingSource
{
    const int ReadingsPerLook = 64;
    static readonly TimeSpan WorthSaying = TimeSpan.FromMinutes(1);

    // What another run has made says nothing about this one. One name serves all runs: the log keeps each name for ever.
    readonly string _run = Guid.NewGuid().ToString("N");
    readonly SimulatorOptions _options;
    readonly IEventLog _eventLog;
    readonly StageStatus _status;
    readonly TimeProvider _time;
    readonly ILogger<GeneratedSource> _log;
    readonly int _seed;
    readonly RateMeter _rate;
    HistorySpan? _span;

    public GeneratedSource(SimulatorOptions options, IEventLog eventLog, StageStatus status, TimeProvider time, ILogger<GeneratedSource> log)
    {
        (_options, _eventLog, _status, _time, _log) = (options, eventLog, status, time, log);
        _seed = options.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue);
        _rate = new RateMeter(time, log);
    }

    // Several may make readings at once, each its own.
    public Task<IEventLogWriter> OpenWriterAsync(CancellationToken stop) => _eventLog.OpenInstanceWriterAsync(StageNames.Simulator, stop);

    public async Task SendAsync(InputBatch batch, StageSignals signals)
    {
        var name = $"generated/{batch.WriterName}";
        var position = new SavedPosition(name, await _eventLog.PositionAsync(name, signals.Drain));
        var saved = GeneratedPosition.Read(position.Value);
        _span ??= HistorySpan.Of(_options, _time.GetUtcNow(), saved?.LastMs);
        var generator = new ReadingGenerator(_options, _seed, _span.Start, _span.History);
        var run = new Run(generator, new SimulatedTime(_options.Speed, _span.History), batch, position)
        {
            Committed = saved?.Run == _run ? saved.Made : 0, // a worker before this one may have failed in a commit that took place all the same
        };
        var schedule = generator.Schedule;
        if (_rate.Begin(schedule.Asked * _options.Speed.Factor)) SayBegun(run);
        if (run.Committed < schedule.HistoryReadings)
        {
            var what = $"making the readings of {DurationText.Of(_span.History)} before now";
            await SendAsync(run, Math.Min(schedule.HistoryReadings, schedule.Total), what, signals);
            if (run.Committed >= schedule.HistoryReadings) _log.HistoryMade(run.Committed, _span.Start, _span.Start + _span.History);
        }
        await SendAsync(run, schedule.Total, "making readings", signals);
        _rate.End(run.Committed);
    }

    async Task SendAsync(Run run, long end, string what, StageSignals signals)
    {
        var (generator, schedule) = (run.Generator, run.Generator.Schedule);
        using var progress = new ProgressReport(_status, _time, what);
        while (run.Committed < end && !signals.Drain.IsCancellationRequested)
        {
            var due = run.Time.IsAtOnce ? end : Math.Min(end, schedule.DueBy(run.Time.After(_rate.Elapsed)));
            var made = run.Committed;
            for (; made < due && !(made % ReadingsPerLook == 0 && run.Batch.IsDue); made++)
                if (generator.Make(made)) run.Batch.Send(generator.Key, generator.Value);
            if (made > run.Committed)
                await run.Batch.CommitAsync(run.Position, new GeneratedPosition(_run, made, generator.TimestampMs).ToString(), signals.Stop);
            run.Committed = made;
            _rate.Report(made);
            if (end != long.MaxValue) progress.Update((double)made / end);
            if (made == due && due < end) await Pause.ForAsync(run.Time.Until(schedule.OffsetOf(due), _rate.Elapsed), _time, signals.Drain);
        }
    }

    void SayBegun(Run run)
    {
        var schedule = run.Generator.Schedule;
        var asked = schedule.Asked * _options.Speed.Factor;
        _log.GeneratingStarted(_options.Stores, run.Generator.Round, RateMeter.Named(asked), _seed, _span!.Start);
        if (schedule.Total == long.MaxValue) return;
        var takes = run.Time.Takes(schedule.OffsetOf(schedule.Total - 1));
        if (takes < WorthSaying) return;
        _log.RunTakes(schedule.Total, DurationText.Of(schedule.OffsetOf(schedule.Total - 1)), DurationText.Of(takes), _time.GetUtcNow() + takes);
    }

    /// <summary>The sending of one worker.</summary>
    sealed class Run(ReadingGenerator generator, SimulatedTime time, InputBatch batch, SavedPosition position)
    {
        public ReadingGenerator Generator => generator;

        public SimulatedTime Time => time;

        public InputBatch Batch => batch;

        public SavedPosition Position => position;

        public long Committed { get; set; }
    }
}
