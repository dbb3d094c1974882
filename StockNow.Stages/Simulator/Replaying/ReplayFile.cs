using System.IO.Compression;
using System.Security.Cryptography;

namespace StockNow.Stages.Simulator.Replaying;

/// <summary>An open file of readings, unpacked while it is read.</summary>
sealed class ReplayFile : IAsyncDisposable
{
    readonly FileStream _file;
    readonly SealedStream? _sealed;
    readonly GZipStream? _unpacked;

    /// <exception cref="IOException">The file cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public ReplayFile(string path)
    {
        _file = new FileStream(path, new FileStreamOptions { BufferSize = 0, Options = FileOptions.SequentialScan, Share = FileShare.ReadWrite | FileShare.Delete });
        if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) return;
        _sealed = new SealedStream(_file);
        _unpacked = new GZipStream(_sealed, CompressionMode.Decompress);
    }

    /// <summary>Bytes of the file, as it lies on disk.</summary>
    public long Length => _file.Length;

    /// <summary>Bytes read so far, as they lie on disk.</summary>
    public long Consumed => _file.Position;

    /// <summary>Fills memory with the next unpacked bytes.</summary>
    /// <returns>The bytes read, 0 at the end.</returns>
    /// <exception cref="InvalidDataException">It is not packed as its name says, it is damaged, or its end is missing.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> to)
    {
        if (_unpacked is null) return await _file.ReadAsync(to);
        var read = await _unpacked.ReadAsync(to);
        if (read == 0 && !await _sealed!.EndsWholeAsync(_unpacked)) throw new InvalidDataException("the file ends in the middle, or something else lies behind its end");
        return read;
    }

    /// <summary>A name for how far the file was replayed: its own name and the beginning of its first line's hash.</summary>
    /// <exception cref="InvalidDataException">As for reading.</exception>
    /// <exception cref="IOException">As for reading.</exception>
    public static async Task<string> PositionNameAsync(string path)
    {
        await using var file = new ReplayFile(path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[16 * 1024];
        var newline = -1;
        for (int read; newline < 0 && (read = await file.ReadAsync(buffer)) > 0;)
        {
            newline = buffer.AsSpan(0, read).IndexOf((byte)'\n');
            hash.AppendData(buffer, 0, newline < 0 ? read : newline);
        }
        return $"replay/{Path.GetFileName(path)}-{Convert.ToHexStringLower(hash.GetHashAndReset())[..12]}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_unpacked is not null) await _unpacked.DisposeAsync();
        await _file.DisposeAsync();
    }
}
