using System.IO.Compression;

namespace StockNow.Stages.Simulator.Replaying;

/// <summary>
/// Shows whether a packed file is whole, because <see cref="GZipStream"/> takes a cut one for one that ends, and says nothing of what follows its end.
/// </summary>
/// <remarks>
/// When the file is at its end, a packed byte of ours follows: only after a whole file does it come out as that byte. The zeros at the end of each block are
/// handed out on their own: if they end in the middle, the packed data has ended and padding follows, which gzip ignores too.
/// </remarks>
sealed class PackedStream(Stream file) : Stream
{
    const byte Mark = 1;
    static readonly byte[] Seal = MakeSeal();

    readonly MemoryStream _seal = new(Seal);
    int _zeros;
    bool _inZeros, _fileEnded, _atSeal;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Asked once all is unpacked: what is wrong with the end of the file, or null.</summary>
    public async ValueTask<string?> FaultAtEndAsync(GZipStream unpacked)
    {
        if (!_fileEnded) return _inZeros && await IsRestZeroAsync() ? null : "something else follows the end of what is packed";
        _atSeal = true;
        var rest = new byte[2];
        try
        {
            if (await unpacked.ReadAtLeastAsync(rest, 2, throwOnEndOfStream: false) == 1 && rest[0] == Mark) return null;
        }
        catch (InvalidDataException) { } // our byte was taken for one of the file's
        return "its end is missing";
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_atSeal) return _seal.Read(buffer.Span);
        if (_zeros == 0)
        {
            var read = await file.ReadAsync(buffer, cancellationToken);
            _fileEnded = read == 0;
            _zeros = read - (buffer.Span[..read].LastIndexOfAnyExcept((byte)0) + 1);
            _inZeros = false;
            if (_zeros < read || read == 0) return read - _zeros;
        }
        var zeros = Math.Min(_zeros, buffer.Length);
        buffer.Span[..zeros].Clear();
        (_zeros, _inZeros) = (_zeros - zeros, true);
        return zeros;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    async ValueTask<bool> IsRestZeroAsync()
    {
        var buffer = new byte[64 * 1024];
        for (int read; (read = await file.ReadAsync(buffer)) > 0;)
            if (buffer.AsSpan(0, read).ContainsAnyExcept((byte)0)) return false;
        return true;
    }

    static byte[] MakeSeal()
    {
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.Fastest)) packing.WriteByte(Mark);
        return packed.ToArray();
    }
}
