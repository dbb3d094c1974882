namespace StockNow.Stages.Simulator.Replaying;

/// <summary>How far a replay of a file has come; makes the position that each commit saves.</summary>
sealed class SentSoFar : IDisposable
{
    const int MostMarks = 64;

    readonly ContentHash _hash = new();
    readonly List<ReplayMark> _marks;
    readonly ReplayPosition _before;
    readonly string _fileName;
    long _nextMark;

    /// <param name="before">What was sent before, and must be appended again.</param>
    /// <param name="fileName">The file's name now.</param>
    public SentSoFar(ReplayPosition before, string fileName)
    {
        (_before, _fileName, Bytes, Lines) = (before, fileName, before.Bytes, before.Lines);
        _marks = [.. before.Marks];
        _nextMark = 2 * (_marks.Count > 0 ? _marks[^1].Bytes : 0);
        // A copy of the file as it was then is known by this one.
        if (before.Bytes > 0) Mark(before.Bytes, before.Hash);
    }

    /// <summary>Bytes of whole lines.</summary>
    public long Bytes { get; private set; }

    /// <summary>Lines that end there.</summary>
    public long Lines { get; private set; }

    /// <summary>Bytes appended: of whole lines, and perhaps the beginning of one that is too long.</summary>
    public long Appended => _hash.Bytes;

    /// <summary>Passes over what was sent before.</summary>
    /// <returns>Its last byte; null when there is none.</returns>
    /// <exception cref="ReplayFileException">The file does not begin with it any more.</exception>
    public async Task<byte?> SkipAsync(ReplayFile file, string path)
    {
        if (Bytes == 0) return null;
        if (!await _hash.AppendUpToAsync(Bytes, file, new byte[256 * 1024]) || _hash.ToString() != _before.Hash) throw ReplayFaults.Cut(path, _before);
        return _hash.LastByte;
    }

    public void Append(ReadOnlySpan<byte> bytes) => _hash.Append(bytes);

    /// <summary>A line ends at an offset.</summary>
    /// <param name="end">The offset after its newline.</param>
    /// <param name="isRest">Whether it is only the rest of a line whose beginning was counted.</param>
    /// <param name="lines">Has the bytes up to there in memory.</param>
    public void LineTaken(long end, bool isRest, LineReader lines)
    {
        Bytes = end;
        if (!isRest) Lines++;
        if (end < _nextMark) return;
        AppendTaken(lines);
        Mark(end, _hash.ToString());
    }

    /// <summary>Appends the lines taken.</summary>
    public void AppendTaken(LineReader lines)
    {
        if (Bytes > Appended) Append(lines.Between(Appended, Bytes));
    }

    /// <summary>The position after the last line taken; all bytes up to there must be appended.</summary>
    public ReplayPosition Position => new(Bytes, Lines, _hash.ToString(), _marks, _fileName);

    public void Dispose() => _hash.Dispose();

    void Mark(long bytes, string hash)
    {
        if (_marks.Count > 0 && _marks[^1].Bytes >= bytes) return;
        _marks.Add(new ReplayMark(bytes, hash[..ReplayMark.HashLength]));
        if (_marks.Count > MostMarks) _marks.RemoveAt(0);
        _nextMark = Math.Max(_nextMark, 2 * bytes);
    }
}
