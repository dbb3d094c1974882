using CsCheck;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;

namespace StockNow.Tests.Streaming;

/// <summary>Records in memory, and as the embedded log stores them.</summary>
sealed class RecordBatchTests
{
    static readonly TopicPartition Partition = new(TopicNames.Input, 2);

    static readonly Gen<(byte[] Key, byte[] Value, byte[] Headers)[]> Records =
        Gen.Select(Gen.Byte.Array[0, 20], Gen.Byte.Array[0, 200], Gen.Byte.Array[0, 40]).Select((key, value, headers) => (key, value, headers)).Array[0, 60];

    [Test]
    public void Records_come_back_as_they_were_added() => Gen.Select(Records, Records, Gen.Long[0, 1000]).Sample((before, records, offset) =>
    {
        var batch = new RecordBatch();
        Fill(batch, before, 0);
        Fill(batch, records, offset);
        return Seen(batch).SequenceEqual(Expected(records, offset)) && batch.Partition == Partition && batch.NextOffset == offset + records.Length;
    });

    [Test]
    public void A_cut_leaves_the_records_before_it() => Gen.Select(Records, Gen.Int[0, 80]).Sample((records, cut) =>
    {
        var batch = new RecordBatch();
        Fill(batch, records, 10);
        batch.CutAt(10 + cut);
        return Seen(batch).SequenceEqual(Expected(records, 10).Take(cut)) && batch.NextOffset == 10 + Math.Min(cut, records.Length);
    });

    [Test]
    public void Stored_records_come_back_from_any_offset_on() => Gen.Select(Records, Gen.Int[0, 70]).Sample((records, skipped) =>
    {
        var plain = Plain(records);
        var packed = new byte[BatchCodec.MaxPackedLength(plain.Length)];
        var (codec, length) = BatchCodec.Pack(plain, packed);
        var batch = new RecordBatch();
        batch.Reset(Partition, 0);
        batch.Add(99, 7, "before"u8, default, default);
        BatchCodec.Unpack(new PackedBatch(packed.AsSpan(0, length), codec, plain.Length, records.Length), 100, 7, 100 + skipped, batch);
        return codec == (plain.Length < 4096 ? BatchCodec.Plain : BatchCodec.Lz4) && batch.NextOffset == 100 + records.Length
            && Seen(batch).Skip(1).SequenceEqual(Expected(records, 100).Skip(skipped));
    });

    [Test]
    public void Stored_bytes_that_hold_more_than_their_records_are_refused()
    {
        var unpacking = () => BatchCodec.Unpack(new PackedBatch([0, 0, 0, 1], BatchCodec.Plain, 4, 1), 0, 0, 0, new RecordBatch());

        unpacking.Should().Throw<InvalidDataException>().WithMessage("its records do not fill it");
    }

    static void Fill(RecordBatch batch, (byte[] Key, byte[] Value, byte[] Headers)[] records, long offset)
    {
        batch.Reset(Partition, offset);
        foreach (var (key, value, headers) in records) batch.Add(offset++, 7, key, value, Encoded(headers));
    }

    static byte[] Plain((byte[] Key, byte[] Value, byte[] Headers)[] records)
    {
        var plain = new List<byte>();
        Span<byte> length = stackalloc byte[Varint.MaxLength];
        foreach (var (key, value, headers) in records)
        {
            foreach (var part in new[] { key, value, Encoded(headers) }) plain.AddRange(length[..Varint.Write(length, part.Length)]);
            plain.AddRange([.. key, .. value, .. Encoded(headers)]);
        }
        return [.. plain];
    }

    static byte[] Encoded(byte[] header) => new HeaderWriter().Add("h"u8, header).Encoded.ToArray();

    static List<(long, string, string, string)> Seen(RecordBatch batch)
    {
        var seen = new List<(long, string, string, string)>();
        for (var i = 0; i < batch.Count; i++)
        {
            batch[i].Headers.TryGet("h"u8, out ReadOnlySpan<byte> header);
            seen.Add((batch[i].Offset, Convert.ToHexString(batch[i].Key), Convert.ToHexString(batch[i].Value), Convert.ToHexString(header)));
        }
        return seen;
    }

    static IEnumerable<(long, string, string, string)> Expected((byte[] Key, byte[] Value, byte[] Header)[] records, long offset) =>
        records.Select((record, at) => (offset + at, Convert.ToHexString(record.Key), Convert.ToHexString(record.Value), Convert.ToHexString(record.Header)));
}
