using Microsoft.Extensions.Logging;
using StockNow.Contracts.Events;

namespace StockNow.Stages.Simulator.Replaying;

/// <summary>Finds the sensor of each line, and counts those that are no readings. They are sent all the same, and become dead letters.</summary>
sealed class LineJudge(ReadingLimits limits, ILogger log)
{
    readonly ReadingReader _reader = new(limits);
    long _malformedInAll;
    Malformed? _firstOfAll, _firstOfFile;
    long _malformed, _readings;
    bool _hasBefore;

    /// <summary>A file begins.</summary>
    /// <param name="linesBefore">Lines of it that were sent before, and not judged now.</param>
    public void Begin(long linesBefore)
    {
        (_firstOfFile, _malformed) = (null, 0);
        _hasBefore |= linesBefore > 0;
    }

    /// <summary>The key of a line that is sent.</summary>
    public ReadOnlySpan<byte> KeyOf(ReadOnlySpan<byte> line, string file, long number)
    {
        if (_reader.TryRead(line, out var reading, out var error))
        {
            _readings++;
            return reading.SensorId;
        }
        _malformed++;
        _firstOfFile ??= new Malformed(file, number, error!);
        return _reader.SensorIdOf(line);
    }

    /// <summary>A file ends.</summary>
    public void End(long sent)
    {
        if (_firstOfFile is not { } first) return;
        _malformedInAll += _malformed;
        _firstOfAll ??= first;
        log.MalformedLines(_malformed, sent, sent == 1 ? "line" : "lines", first.File, _malformed == 1
            ? "is no reading" : "are no readings", first.Line, first.Error);
    }

    /// <summary>What to say of a whole replay that had not a single reading; or null.</summary>
    public string? Fault => _firstOfAll is { } first && _readings == 0 && !_hasBefore
        ? $"None of the {_malformedInAll} {(_malformedInAll == 1 ? "line" : "lines")} sent is a reading. The first, line {first.Line} of '{first.File}', "
        + $"{first.Error}. The alert filter puts them into the dead letters: see them with 'dead-letters list'."
        : null;

    sealed record Malformed(string File, long Line, string Error);
}
