using System.Buffers.Binary;

namespace StockNow.Stages.Streaming;

/// <summary>
/// Gives a record its partition as Java clients do: murmur2 of the key, so that readings of one sensor stay in order, no matter which program writes them.
/// </summary>
/// <remarks>The hash is that of org.apache.kafka.common.utils.Utils.murmur2.</remarks>
public static class Partitioner
{
    /// <summary>The partition of a record.</summary>
    /// <param name="key">The key; when empty, the value decides.</param>
    /// <param name="value">The value.</param>
    /// <param name="partitions">How many partitions the topic has.</param>
    public static int PartitionOf(ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, int partitions) =>
        partitions == 1 ? 0 : (Murmur2(key.IsEmpty ? value : key) & int.MaxValue) % partitions;

    /// <summary>The hash itself.</summary>
    public static int Murmur2(ReadOnlySpan<byte> data)
    {
        const uint Mix = 0x5bd1e995;
        var hash = 0x9747b28c ^ (uint)data.Length;
        while (data.Length >= 4)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(data) * Mix;
            hash = (hash * Mix) ^ ((word ^ (word >> 24)) * Mix);
            data = data[4..];
        }
        if (data.Length > 2) hash ^= (uint)data[2] << 16;
        if (data.Length > 1) hash ^= (uint)data[1] << 8;
        if (data.Length > 0) hash = (hash ^ data[0]) * Mix;
        hash = (hash ^ (hash >> 13)) * Mix;
        return (int)(hash ^ (hash >> 15));
    }
}
