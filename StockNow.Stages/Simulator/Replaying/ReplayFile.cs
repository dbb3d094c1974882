using System.IO.Compression;

namespace StockNow.Stages.Simulator.Replaying;

/// <summary>An open file of readings, unpacked while it is read. Its first bytes say whether it is packed, whatever its name.</summary>
sealed class ReplayFile : IAsyncDisposable
{
    const byte NoText = 0xFF; // no byte of UTF-8

    readonly FileStream _file;
    readonly bool _isPacked;
    PackedStream? _packed;
    GZipStream? _unpacked;
    long _given;
    bool _isDamaged, _isOver;

    ReplayFile(FileStream file, bool isPacked)
    {
        (_file, _isPacked) = (file, isPacked);
        Unpack();
    }

    /// <summary>Bytes of the file, as it lies on disk.</summary>
    public long Length => _file.Length;

    /// <summary>Bytes read so far, as they lie on disk.</summary>
    public long Consumed => _file.Position;

    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    /// <exception cref="ReplayFileException">Its name says that it is packed, but it is not.</exception>
    public static async Task<ReplayFile> OpenAsync(string path)
    {
        var file = new FileStream(path,
            new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan, Share = FileShare.ReadWrite | FileShare.Delete });
        try
        {
            var magic = new byte[2];
            var isPacked = await file.ReadAtLeastAsync(magic, 2, throwOnEndOfStream: false) == 2 && magic is [0x1F, 0x8B];
            file.Position = 0;
            if (!isPacked && file.Length > 0 && path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
                throw new ReplayFileException($"'{path}' is not packed with gzip, although its name ends in .gz. Put the packed file there, or give it a name "
                    + "without .gz.");
            return new ReplayFile(file, isPacked);
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>Fills memory with the next unpacked bytes.</summary>
    /// <returns>The bytes read, 0 at the end.</returns>
    /// <exception cref="InvalidDataException">It is damaged here, or its end is missing; all bytes before were given.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> to)
    {
        if (_isDamaged) throw Damaged();
        if (_isOver) return 0;
        int read;
        try { read = _unpacked is null ? await _file.ReadAsync(to) : await _unpacked.ReadAsync(to); }
        catch (InvalidDataException) { read = await ReadUpToDamageAsync(to); }
        _given += read;
        if (read > 0 || _unpacked is null) return read;
        _isOver = true;
        return await _packed!.FaultAtEndAsync(_unpacked) is { } fault ? throw new InvalidDataException(fault) : 0;
    }

    public async ValueTask DisposeAsync()
    {
        if (_unpacked is not null) await _unpacked.DisposeAsync();
        await _file.DisposeAsync();
    }

    void Unpack()
    {
        if (!_isPacked) return;
        _packed = new PackedStream(_file);
        _unpacked = new GZipStream(_packed, CompressionMode.Decompress, leaveOpen: true);
    }

    // What was unpacked in the call that met the damage is gone with it: again, in ever smaller steps.
    async ValueTask<int> ReadUpToDamageAsync(Memory<byte> to)
    {
        _isDamaged = true;
        await _unpacked!.DisposeAsync();
        _file.Position = 0;
        Unpack();
        var again = new byte[64 * 1024];
        for (var left = _given; left > 0;) left -= await ReadSomeAsync(again.AsMemory(0, (int)Math.Min(again.Length, left)));
        var read = 0;
        try
        {
            for (; read < to.Length; read++)
            {
                to.Span[read] = NoText;
                await ReadSomeAsync(to.Slice(read, 1));
            }
        }
        catch (InvalidDataException)
        {
            if (to.Span[read] != NoText) read++; // it was unpacked before a checksum that is wrong was read
        }
        return read > 0 ? read : throw Damaged();
    }

    async ValueTask<int> ReadSomeAsync(Memory<byte> to) => await _unpacked!.ReadAsync(to) is > 0 and var read ? read : throw Damaged();

    static InvalidDataException Damaged() => new("what is packed in it is damaged here");
}

/// <summary>A file of a replay that cannot be sent, or not all of it; other files can. Its message says what happened and what to do.</summary>
sealed class ReplayFileException(string message, Exception? cause = null) : Exception(message, cause);
