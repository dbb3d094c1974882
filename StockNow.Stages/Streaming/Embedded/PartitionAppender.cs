using System.Buffers;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>Records on their way into one partition. They are compressed as soon as a stored batch is full, before any lock is taken.</summary>
sealed class PartitionAppender(TopicPartition partition)
{
    const int FullBatch = 256 * 1024;

    readonly List<Sealed> _sealed = [];
    byte[] _plain = [];
    int _length, _count;

    public TopicPartition Partition { get; } = partition;

    public bool IsEmpty => _count == 0 && _sealed.Count == 0;

    /// <returns>The bytes added.</returns>
    public int Add(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ReadOnlySpan<byte> headers)
    {
        var need = key.Length + value.Length + headers.Length + 3 * Varint.MaxLength;
        if (_length > 0 && _length + need > FullBatch) Seal();
        if (_plain.Length - _length < need) Array.Resize(ref _plain, Math.Max(_length + need, Math.Clamp(_plain.Length * 2, 1024, FullBatch)));

        var room = _plain.AsSpan(_length);
        var at = Varint.Write(room, key.Length);
        at += Varint.Write(room[at..], value.Length);
        at += Varint.Write(room[at..], headers.Length);
        key.CopyTo(room[at..]);
        value.CopyTo(room[(at + key.Length)..]);
        headers.CopyTo(room[(at + key.Length + value.Length)..]);
        at += key.Length + value.Length + headers.Length;
        _length += at;
        _count++;
        return at;
    }

    /// <summary>Compresses what is left, so that a transaction only has to write.</summary>
    public void Seal()
    {
        if (_count == 0) return;
        var packed = ArrayPool<byte>.Shared.Rent(BatchCodec.MaxPackedLength(_length));
        var (codec, length) = BatchCodec.Pack(_plain.AsSpan(0, _length), packed);
        _sealed.Add(new Sealed(packed, length, codec, _length, _count));
        _length = _count = 0;
    }

    /// <summary>Writes the sealed batches within a transaction.</summary>
    public void WriteTo(LogFile log, long appendedAt)
    {
        var next = log.EndOffset(Partition);
        foreach (var batch in _sealed)
        {
            log.Append(Partition, next, appendedAt, new PackedBatch(batch.Bytes.AsSpan(0, batch.Length), batch.Codec, batch.PlainLength, batch.RecordCount));
            next += batch.RecordCount;
        }
    }

    public void Clear()
    {
        foreach (var batch in _sealed) ArrayPool<byte>.Shared.Return(batch.Bytes);
        _sealed.Clear();
        _length = _count = 0;
    }

    readonly record struct Sealed(byte[] Bytes, int Length, int Codec, int PlainLength, int RecordCount);
}
