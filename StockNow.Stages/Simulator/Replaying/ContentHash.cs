using System.Security.Cryptography;

namespace StockNow.Stages.Simulator.Replaying;

/// <summary>The SHA-256 of a file's beginning, which grows: it can be read at any length.</summary>
sealed class ContentHash : IDisposable
{
    readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The hash of no bytes.</summary>
    public static string OfNothing { get; } = Convert.ToHexStringLower(SHA256.HashData([]));

    /// <summary>Bytes hashed.</summary>
    public long Bytes { get; private set; }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        Bytes += bytes.Length;
    }

    /// <summary>Reads a file on up to a length.</summary>
    /// <returns>Whether it can be read so far: false when it is shorter, or damaged before.</returns>
    public async Task<bool> AppendUpToAsync(long length, ReplayFile file, byte[] buffer)
    {
        try
        {
            while (Bytes < length)
            {
                var read = await file.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - Bytes)));
                if (read == 0) return false;
                Append(buffer.AsSpan(0, read));
                LastByte = buffer[read - 1];
                if (buffer.AsSpan(0, read).LastIndexOf((byte)'\n') is >= 0 and var newline) WholeLines = Bytes - read + newline + 1;
            }
            return true;
        }
        catch (InvalidDataException) { return false; }
    }

    /// <summary>The last byte read.</summary>
    public byte LastByte { get; private set; }

    /// <summary>Bytes up to the last newline read.</summary>
    public long WholeLines { get; private set; }

    /// <summary>The hash of all bytes so far.</summary>
    public override string ToString()
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        _hash.GetCurrentHash(hash);
        return Convert.ToHexStringLower(hash);
    }

    public void Dispose() => _hash.Dispose();
}
