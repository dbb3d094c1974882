using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>
/// CRC-32C of a stored batch. It covers everything that gives its records their meaning: the partition, the offsets, the time and how to unpack them.
/// </summary>
static class BatchChecksum
{
    public static long Of(TopicPartition partition, long baseOffset, long appendedAt, in PackedBatch batch)
    {
        ReadOnlySpan<long> columns = [partition.Partition, baseOffset, batch.RecordCount, appendedAt, batch.Codec, batch.PlainLength];
        var sum = Add(Add(uint.MaxValue, batch.Bytes), MemoryMarshal.AsBytes(columns));
        var length = Encoding.UTF8.GetByteCount(partition.Topic);
        var rented = length > 256 ? ArrayPool<byte>.Shared.Rent(length) : null;
        var topic = rented is null ? stackalloc byte[length] : rented.AsSpan(0, length);
        Encoding.UTF8.GetBytes(partition.Topic, topic);
        sum = Add(sum, topic);
        if (rented is not null) ArrayPool<byte>.Shared.Return(rented);
        return sum ^ uint.MaxValue;
    }

    /// <summary>Of version 1, which covers the records only.</summary>
    public static long OfRecords(ReadOnlySpan<byte> bytes) => Add(uint.MaxValue, bytes) ^ uint.MaxValue;

    static uint Add(uint sum, ReadOnlySpan<byte> bytes)
    {
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes)) sum = BitOperations.Crc32C(sum, word);
        foreach (var rest in bytes[(bytes.Length & ~7)..]) sum = BitOperations.Crc32C(sum, rest);
        return sum;
    }
}
