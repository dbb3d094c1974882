namespace StockNow.Stages.Simulator.Replaying;

/// <summary>Cuts a stream of bytes into lines at each <c>\n</c>, which belongs to none of them. Memory is bounded by the longest line taken.</summary>
/// <param name="source">Fills memory with the next bytes; 0 at the end.</param>
/// <param name="maxLineBytes">Longer lines are passed over.</param>
/// <param name="offset">The offset of the first byte that the source gives.</param>
sealed class LineReader(Func<Memory<byte>, ValueTask<int>> source, int maxLineBytes, long offset = 0)
{
    byte[] _buffer = new byte[256 * 1024];
    int _start, _scanned, _end, _lineStart, _lineLength;
    long _offset = offset; // of the buffer's first byte
    bool _tooLong, _sourceEnded;

    /// <summary>The line that was found last; valid until the next <see cref="FillAsync"/>.</summary>
    public ReadOnlySpan<byte> Current => _buffer.AsSpan(_lineStart, _lineLength);

    /// <summary>Whether the line that was found last ends with a newline; only the source's last line may have none.</summary>
    public bool IsTerminated { get; private set; }

    /// <summary>The offset of the first byte that is neither part of a line found so far nor dropped because its line is too long.</summary>
    public long Offset => _offset + _start;

    /// <summary>Bytes between two offsets, newlines included, of what was filled in last and what was not yet cut before.</summary>
    public ReadOnlySpan<byte> Between(long from, long to) => _buffer.AsSpan((int)(from - _offset), (int)(to - from));

    /// <summary>Reads on, once there are no more lines in memory.</summary>
    /// <returns>False at the end of the last line.</returns>
    public async ValueTask<bool> FillAsync()
    {
        if (_sourceEnded) return false;
        MakeRoom();
        var read = await source(_buffer.AsMemory(_end));
        _sourceEnded = read == 0;
        _end += read;
        return !_sourceEnded || _end > _start || _tooLong;
    }

    /// <summary>Finds the next line in memory.</summary>
    public LineKind Next()
    {
        var newline = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
        var end = newline < 0 ? _end : _scanned + newline;
        var wasTooLong = _tooLong;
        _tooLong |= end - _start > maxLineBytes;
        if (newline < 0 && !_sourceEnded)
        {
            // Of a line that is too long nothing is kept.
            if (_tooLong) _start = _end;
            _scanned = _end;
            return LineKind.None;
        }
        if (newline < 0 && _start == _end && !wasTooLong) return LineKind.None;

        var kind = _tooLong ? LineKind.TooLong : LineKind.Whole;
        (_lineStart, _lineLength) = _tooLong ? (0, 0) : (_start, end - _start);
        _start = _scanned = newline < 0 ? _end : end + 1;
        _tooLong = false;
        IsTerminated = newline >= 0;
        return kind;
    }

    void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _offset += _start;
            (_scanned, _end, _start) = (_scanned - _start, _end - _start, 0);
        }
        if (_end == _buffer.Length) Array.Resize(ref _buffer, _buffer.Length * 2);
    }
}

/// <summary>What was found.</summary>
enum LineKind
{
    /// <summary>No line ends in memory: read on.</summary>
    None,

    /// <summary>A line.</summary>
    Whole,

    /// <summary>A line that is too long; its bytes are gone.</summary>
    TooLong,
}
