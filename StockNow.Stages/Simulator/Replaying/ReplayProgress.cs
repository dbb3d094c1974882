using Microsoft.Extensions.Logging;
using StockNow.Stages.Hosting;

namespace StockNow.Stages.Simulator.Replaying;

/// <summary>How far all files of a replay are read: to the stage's status, and every five seconds to the log.</summary>
sealed class ReplayProgress : IDisposable
{
    static readonly TimeSpan LogPause = TimeSpan.FromSeconds(5);

    readonly Dictionary<string, long> _lengths;
    readonly long _total;
    readonly TimeProvider _time;
    readonly ILogger _log;
    readonly ProgressReport _report;
    long _ended, _loggedAt;

    public ReplayProgress(IReadOnlyList<string> files, StageStatus status, TimeProvider time, ILogger log)
    {
        (_time, _log, _loggedAt) = (time, log, time.GetTimestamp());
        _lengths = files.ToDictionary(file => file, file => new FileInfo(file) is { Exists: true } info ? info.Length : 0);
        _total = Math.Max(1, _lengths.Values.Sum());
        _report = new ProgressReport(status, time, files.Count == 1 ? $"replaying {Path.GetFileName(files[0])}" : $"replaying {files.Count} files");
    }

    /// <summary>So many bytes of a file, as it lies on disk, are read.</summary>
    public void Advance(string file, long consumed, long line)
    {
        // A file may grow while it is read.
        var fraction = Math.Min(1, (double)(_ended + consumed) / _total);
        _report.Update(fraction);
        if (_time.GetElapsedTime(_loggedAt) < LogPause) return;
        _loggedAt = _time.GetTimestamp();
        _log.ReplayAdvanced(file, fraction * 100, line);
    }

    /// <summary>A file is read to its end.</summary>
    public void FileEnded(string file) => _ended += _lengths[file];

    public void Dispose() => _report.Dispose();
}
