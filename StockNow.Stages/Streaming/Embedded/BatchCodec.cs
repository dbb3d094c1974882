using K4os.Compression.LZ4;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>
/// A stored batch: per record the lengths of key, value and headers as varints, then their bytes; the whole as an LZ4 block, or plain when small.
/// </summary>
static class BatchCodec
{
    public const int Plain = 0, Lz4 = 1;

    // Below this a block is smaller than what compressing it costs.
    const int SmallestToCompress = 4096;

    const int MostOutOfOneLz4Byte = 255, LeastOfARecord = 3;

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
    public static void Unpack(in PackedBatch batch, long baseOffset, long timestampMs, long from, RecordBatch into)
    {
        Check(batch);
        var blockStart = into.ByteCount;
        var block = into.Reserve(batch.PlainLength);
        if (batch.Codec == Plain) batch.Bytes.CopyTo(block);
        else if (LZ4Codec.Decode(batch.Bytes, block) != batch.PlainLength) throw new InvalidDataException("its LZ4 block is broken");

        var at = 0;
        for (var offset = baseOffset; offset < baseOffset + batch.RecordCount; offset++)
        {
            var key = Varint.Read(block, ref at);
            var value = Varint.Read(block, ref at);
            var headers = Varint.Read(block, ref at);
            if (key < 0 || value < 0 || headers < 0 || (long)key + value + headers > block.Length - at)
                throw new InvalidDataException("a record in it is longer than the rest of it");
            if (offset >= from) into.AddSlot(new RecordBatch.Slot(offset, timestampMs, blockStart + at, key, value, headers));
            at += key + value + headers;
        }
        if (at != batch.PlainLength) throw new InvalidDataException("its records do not fill it");
        into.NextOffset = baseOffset + batch.RecordCount;
    }

    // Before memory is asked for: no batch asks for more than its own bytes can hold.
    static void Check(in PackedBatch batch)
    {
        if (batch.Codec is not (Plain or Lz4)) throw new InvalidDataException($"its codec {batch.Codec} is not known");
        var most = batch.Codec == Plain ? batch.Bytes.Length : (long)batch.Bytes.Length * MostOutOfOneLz4Byte;
        if (batch.PlainLength > most || batch.Codec == Plain && batch.PlainLength < most || batch.PlainLength < 0)
            throw new InvalidDataException($"its length of {batch.PlainLength} bytes is not that of its {batch.Bytes.Length} stored bytes");
        if (batch.RecordCount < 0 || batch.RecordCount > batch.PlainLength / LeastOfARecord)
            throw new InvalidDataException($"its {batch.PlainLength} bytes do not hold {batch.RecordCount} records");
    }
}

/// <summary>A batch as it is stored.</summary>
readonly ref struct PackedBatch(ReadOnlySpan<byte> bytes, int codec, int plainLength, int recordCount)
{
    public ReadOnlySpan<byte> Bytes { get; } = bytes;
    public int Codec { get; } = codec;
    public int PlainLength { get; } = plainLength;
    public int RecordCount { get; } = recordCount;
}
