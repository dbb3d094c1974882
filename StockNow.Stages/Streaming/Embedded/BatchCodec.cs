using K4os.Compression.LZ4;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>A stored batch: per record the lengths of key, value and headers as varints, then their bytes; the whole as an LZ4 block, or plain when small.</summary>
static class BatchCodec
{
    public const int Plain = 0, Lz4 = 1;

    // Below this a block is smaller than what compressing it costs.
    const int SmallestToCompress = 4096;

    public static int MaxPackedLength(int plainLength) => plainLength < SmallestToCompress ? plainLength : LZ4Codec.MaximumOutputSize(plainLength);

    /// <returns>The codec, and the bytes written.</returns>
    public static (int Codec, int Length) Pack(ReadOnlySpan<byte> plain, Span<byte> to)
    {
        if (plain.Length >= SmallestToCompress) return (Lz4, LZ4Codec.Encode(plain, to, LZ4Level.L00_FAST));
        plain.CopyTo(to);
        return (Plain, plain.Length);
    }

    /// <summary>Adds the records from an offset on to a batch.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such a batch.</exception>
    public static void Unpack(ReadOnlySpan<byte> stored, int codec, int plainLength, long baseOffset, int recordCount, long timestampMs, long from, RecordBatch into)
    {
        var blockStart = into.ByteCount;
        var block = into.Reserve(plainLength);
        if (codec == Lz4)
        {
            if (LZ4Codec.Decode(stored, block) != plainLength) throw new InvalidDataException("its LZ4 block is broken");
        }
        else stored.CopyTo(block);

        var at = 0;
        for (var offset = baseOffset; offset < baseOffset + recordCount; offset++)
        {
            var key = Varint.Read(block, ref at);
            var value = Varint.Read(block, ref at);
            var headers = Varint.Read(block, ref at);
            if (offset >= from) into.AddSlot(new RecordBatch.Slot(offset, timestampMs, blockStart + at, key, value, headers));
            at += key + value + headers;
        }
        if (at != plainLength) throw new InvalidDataException("its records do not fill it");
        into.NextOffset = baseOffset + recordCount;
    }
}

/// <summary>A batch as it will be stored.</summary>
readonly ref struct PackedBatch(ReadOnlySpan<byte> bytes, int codec, int plainLength, int recordCount)
{
    public ReadOnlySpan<byte> Bytes { get; } = bytes;
    public int Codec { get; } = codec;
    public int PlainLength { get; } = plainLength;
    public int RecordCount { get; } = recordCount;
}
