using Microsoft.Extensions.Logging;
using StockNow.Stages.Base;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>
/// Looks at the log and writes nothing, not even the files that SQLite needs to share it: it may be on read-only media or another user's. Three ways, by what
/// is there:
/// a log that nobody writes is read as it lies; one that is being written is shared with its writers; and where that needs a right to write, a copy is read.
/// </summary>
sealed class LogLook(string folder, ILogger logger) : IDisposable
{
    const int Tries = 8;
    const long LargeCopy = 100 * 1024 * 1024;

    enum Way { AsItLies, Shared, Copied }

    readonly string _file = LogOpening.PathIn(folder);
    LogFile? _log;
    Way _way;
    Stamp _seen;
    string? _copy;
    bool _mayNotShare;

    /// <summary>Looks; the log is null when there is none.</summary>
    public T At<T>(Func<LogFile?, T> look)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                if (_log is null || !IsCurrent()) Open();
                var seen = look(_log);
                if (IsCurrent()) return seen;
            }
            catch (LogNotWritableException fault)
            {
                if (_way != Way.Shared && IsCurrent()) throw LogOpening.NotReadable(_file, fault);
                _mayNotShare |= _way == Way.Shared;
            }
            // it changed under the look, which may have seen half of that
            catch (Exception fault) when (fault is EventLogException or UnrecoverableException && !IsCurrent()) { }
            Close();
            if (tries == Tries) throw new EventLogException(
                $"The event log {_file} changed during every attempt to read it, and this user has no write access, so it cannot lock the log. Give it the "
                + $"right to write {folder}, or stop the writers.");
        }
    }

    public void Dispose() => Close();

    // Whether what was read belongs together. A shared log sees to that itself.
    bool IsCurrent() => _way == Way.Shared && _log is not null ? !_log.HasMoved : _seen == Stamp.Of(_file);

    void Open()
    {
        Close();
        _seen = Stamp.Of(_file);
        if (!LogOpening.IsIn(folder)) return;
        _way = _seen.WalLength == 0 ? Way.AsItLies : _mayNotShare ? Way.Copied : Way.Shared;
        _log = LogOpening.OpenToRead(_way == Way.Copied ? Copy() : _file, _file, isStill: _way == Way.AsItLies);
    }

    // What was committed last is in the write-ahead log, which SQLite reads only together with a file that it must be able to make.
    string Copy()
    {
        try
        {
            _copy = Directory.CreateTempSubdirectory("stocknow-log-").FullName;
            var size = _seen.Length + _seen.WalLength;
            var free = new DriveInfo(_copy).AvailableFreeSpace;
            if (free < size) throw new EventLogException(
                $"This user cannot write the event log {_file}, so it must be copied to {_copy} before it is read. That needs {size >> 20:N0} MB; "
                + $"{free >> 20:N0} MB are free. Set TMPDIR to a folder with more room.");
            if (size > LargeCopy) EmbeddedLogMessages.LogCopied(logger, _file, size >> 20, _copy);
            var copy = LogOpening.PathIn(_copy);
            foreach (var part in new[] { "", "-wal" })
            {
                File.Copy(_file + part, copy + part);
                if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(copy + part, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
            return copy;
        }
        catch (UnauthorizedAccessException fault) { throw LogOpening.NotReadable(_file, fault); }
        catch (IOException fault) { throw new EventLogException($"The event log {_file} cannot be copied to {_copy ?? Path.GetTempPath()} to be "
            + $"read: {fault.Message.TrimEnd('.')}.", fault); }
    }

    void Close()
    {
        _log?.Dispose();
        _log = null;
        if (_copy is null) return;
        try { Directory.Delete(_copy, recursive: true); }
        catch (IOException) { } // the system clears its temporary folder
        _copy = null;
    }

    // Every commit changes one of the two files.
    readonly record struct Stamp(long Length, DateTime Written, long WalLength, DateTime WalWritten)
    {
        public static Stamp Of(string file)
        {
            var (length, written) = Part(file);
            var (walLength, walWritten) = Part(file + "-wal");
            return new Stamp(length, written, walLength, walWritten);
        }

        static (long, DateTime) Part(string file) => new FileInfo(file) is { Exists: true } part ? (part.Length, part.LastWriteTimeUtc) : default;
    }
}
