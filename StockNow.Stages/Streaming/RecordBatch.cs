using System.Runtime.InteropServices;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming;

/// <summary>Records of one partition in the order of their offsets. Their bytes lie in one block of memory that is used again and again.</summary>
public sealed class RecordBatch
{
    byte[] _bytes = [];
    Slot[] _slots = [];
    ILateHeaders? _late;
    int _length;

    /// <summary>The partition the records are from.</summary>
    public TopicPartition Partition { get; private set; }

    /// <summary>The number of records.</summary>
    public int Count { get; private set; }

    /// <summary>The offset to read after this batch.</summary>
    public long NextOffset { get; set; }

    /// <summary>Bytes of keys, values and headers.</summary>
    public int ByteCount => _length;

    /// <summary>The record at an index from 0.</summary>
    public LogRecord this[int index]
    {
        get
        {
            ref readonly var slot = ref _slots.AsSpan(0, Count)[index];
            var bytes = _bytes.AsSpan(slot.Start, slot.KeyLength + slot.ValueLength + slot.HeadersLength);
            var key = bytes[..slot.KeyLength];
            var value = bytes.Slice(slot.KeyLength, slot.ValueLength);
            return slot.LateKey != 0
                ? new LogRecord(slot.Offset, slot.TimestampMs, key, value, _late!, slot.LateKey)
                : new LogRecord(slot.Offset, slot.TimestampMs, key, value, new HeaderView(bytes[(slot.KeyLength + slot.ValueLength)..]));
        }
    }

    /// <summary>Empties the batch for records of a partition.</summary>
    public void Reset(TopicPartition partition, long nextOffset)
    {
        Partition = partition;
        NextOffset = nextOffset;
        Count = _length = 0;
    }

    /// <summary>Adds a record by copying it; its key, value and headers.</summary>
    public void Add(long offset, long timestampMs, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ReadOnlySpan<byte> headers) =>
        Add(offset, timestampMs, key, value, headers, lateKey: 0);

    /// <summary>Adds a record whose headers are unpacked only when somebody asks.</summary>
    internal void Add(long offset, long timestampMs, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ILateHeaders late, nint lateKey)
    {
        _late = late;
        Add(offset, timestampMs, key, value, headers: default, lateKey);
    }

    void Add(long offset, long timestampMs, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, ReadOnlySpan<byte> headers, nint lateKey)
    {
        var start = _length;
        var room = Reserve(key.Length + value.Length + headers.Length);
        key.CopyTo(room);
        value.CopyTo(room[key.Length..]);
        headers.CopyTo(room[(key.Length + value.Length)..]);
        AddSlot(new Slot(offset, timestampMs, start, key.Length, value.Length, headers.Length, lateKey));
        NextOffset = offset + 1;
    }

    /// <summary>Drops the records from an offset on.</summary>
    public void CutAt(long offset)
    {
        while (Count > 0 && _slots[Count - 1].Offset >= offset) Count--;
        NextOffset = Math.Min(NextOffset, offset);
    }

    /// <summary>Makes room at the end of the block, for an adapter that unpacks many records at once and then names them by <see cref="AddSlot"/>.</summary>
    internal Span<byte> Reserve(int length)
    {
        if (_bytes.Length - _length < length) Array.Resize(ref _bytes, Math.Max(_length + length, Math.Max(_bytes.Length * 2, 64 * 1024)));
        var room = _bytes.AsSpan(_length, length);
        _length += length;
        return room;
    }

    /// <summary>Names a record whose key, value and headers lie one after the other in the block.</summary>
    internal void AddSlot(in Slot slot)
    {
        if (Count == _slots.Length) Array.Resize(ref _slots, Math.Max(_slots.Length * 2, 256));
        _slots[Count++] = slot;
    }

    /// <summary>Where a record lies in the block.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Slot(long Offset, long TimestampMs, int Start, int KeyLength, int ValueLength, int HeadersLength, nint LateKey = 0);
}
