using System.IO.Compression;

namespace StockNow.Stages.Simulator.Replaying;

/// <summary>Shows whether a packed file is whole, because <see cref="GZipStream"/> takes a cut one for one that ends.</summary>
/// <remarks>When the file is at its end, a packed byte of ours is put behind it: only behind a whole file does it come out as that byte.</remarks>
sealed class SealedStream(Stream file) : Stream
{
    const byte Mark = 1;
    static readonly byte[] Seal = MakeSeal();

    readonly MemoryStream _seal = new(Seal);
    bool _atSeal;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>Asked once all is unpacked: whether it was all there is to be.</summary>
    public async ValueTask<bool> EndsWholeAsync(GZipStream unpacked)
    {
        if (file.Length == 0) return false;
        _atSeal = true;
        var rest = new byte[2];
        return await unpacked.ReadAtLeastAsync(rest, 2, throwOnEndOfStream: false) == 1 && rest[0] == Mark;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => (_atSeal ? _seal : file).ReadAsync(buffer, cancellationToken);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => (_atSeal ? _seal : file).Read(buffer, offset, count);

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    static byte[] MakeSeal()
    {
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.Fastest)) packing.WriteByte(Mark);
        return packed.ToArray();
    }
}
