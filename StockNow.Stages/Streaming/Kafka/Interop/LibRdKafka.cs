using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace StockNow.Stages.Streaming.Kafka.Interop;

/// <summary>
/// The functions of librdkafka that its .NET client does not offer: batches read and records produced without an object for each. Bound to the library
/// that the client itself has loaded; a client of another version, or another system than Linux, leaves us with the client's own calls.
/// </summary>
/// <remarks>Declarations: github.com/confluentinc/librdkafka/blob/master/src/rdkafka.h.</remarks>
sealed unsafe class LibRdKafka
{
    public const int NoError = 0, PartitionEof = -191, QueueFull = -184;

    static readonly Lazy<LibRdKafka?> Loaded = new(TryLoad);

    readonly delegate* unmanaged<nint, nint> _name;

    LibRdKafka(nint library)
    {
        _name = (delegate* unmanaged<nint, nint>)NativeLibrary.GetExport(library, "rd_kafka_name");
        QueueOfConsumer = (delegate* unmanaged<nint, nint>)NativeLibrary.GetExport(library, "rd_kafka_queue_get_consumer");
        DestroyQueue = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "rd_kafka_queue_destroy");
        ConsumeBatch = (delegate* unmanaged<nint, int, NativeMessage**, nint, nint>)NativeLibrary.GetExport(library, "rd_kafka_consume_batch_queue");
        DestroyMessage = (delegate* unmanaged<NativeMessage*, void>)NativeLibrary.GetExport(library, "rd_kafka_message_destroy");
        TimestampOf = (delegate* unmanaged<NativeMessage*, int*, long>)NativeLibrary.GetExport(library, "rd_kafka_message_timestamp");
        HeadersOf = (delegate* unmanaged<NativeMessage*, nint*, int>)NativeLibrary.GetExport(library, "rd_kafka_message_headers");
        HeaderAt = (delegate* unmanaged<nint, nint, byte**, byte**, nint*, int>)NativeLibrary.GetExport(library, "rd_kafka_header_get_all");
        Produce = (delegate* unmanaged<nint, NativeArgument*, nint, nint>)NativeLibrary.GetExport(library, "rd_kafka_produceva");
        ErrorCode = (delegate* unmanaged<nint, int>)NativeLibrary.GetExport(library, "rd_kafka_error_code");
        DestroyError = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(library, "rd_kafka_error_destroy");
    }

    /// <summary>Consumer to its queue.</summary>
    public delegate* unmanaged<nint, nint> QueueOfConsumer { get; }

    public delegate* unmanaged<nint, void> DestroyQueue { get; }

    /// <summary>Queue, milliseconds, messages, their number: how many were taken, or -1.</summary>
    public delegate* unmanaged<nint, int, NativeMessage**, nint, nint> ConsumeBatch { get; }

    public delegate* unmanaged<NativeMessage*, void> DestroyMessage { get; }

    public delegate* unmanaged<NativeMessage*, int*, long> TimestampOf { get; }

    public delegate* unmanaged<NativeMessage*, nint*, int> HeadersOf { get; }

    /// <summary>Headers, index, name, value, its length: an error after the last one.</summary>
    public delegate* unmanaged<nint, nint, byte**, byte**, nint*, int> HeaderAt { get; }

    /// <summary>Client, arguments, their number: an error, or 0.</summary>
    public delegate* unmanaged<nint, NativeArgument*, nint, nint> Produce { get; }

    public delegate* unmanaged<nint, int> ErrorCode { get; }

    public delegate* unmanaged<nint, void> DestroyError { get; }

    /// <summary>The library and a client's handle in it, or null where it cannot be used: then the client's own calls must do.</summary>
    public static (LibRdKafka Library, SafeHandle Client)? Of(Handle client, string clientName)
    {
        if (Loaded.Value is not { } library) return null;
        // The client keeps its handle to itself. That what we took is the right one, it proves by its name.
        var property = typeof(Handle).GetProperty("LibrdkafkaHandle", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance);
        if (property?.GetValue(client) is not SafeHandle handle || handle.IsInvalid) return null;
        return Marshal.PtrToStringUTF8(library._name(handle.DangerousGetHandle())) == clientName ? (library, handle) : null;
    }

    static LibRdKafka? TryLoad()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess) return null;
        try
        {
            _ = Library.Version; // makes the client load its library, by whichever name it finds first
            var file = File.ReadLines("/proc/self/maps").FirstOrDefault(line => line.Contains("librdkafka", StringComparison.Ordinal));
            return file is null ? null : new LibRdKafka(NativeLibrary.Load(file[file.IndexOf('/', StringComparison.Ordinal)..]));
        }
        catch (Exception fault) when (fault is IOException or DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return null;
        }
    }
}

/// <summary>rd_kafka_message_t on 64 bits.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
unsafe struct NativeMessage
{
    [FieldOffset(0)] public int Error;
    [FieldOffset(16)] public int Partition;
    [FieldOffset(24)] public byte* Payload;
    [FieldOffset(32)] public nint PayloadLength;
    [FieldOffset(40)] public byte* Key;
    [FieldOffset(48)] public nint KeyLength;
    [FieldOffset(56)] public long Offset;

    public readonly ReadOnlySpan<byte> PayloadSpan => new(Payload, (int)PayloadLength);

    public readonly ReadOnlySpan<byte> KeySpan => new(Key, (int)KeyLength);
}

/// <summary>rd_kafka_vu_t on 64 bits: one argument of a produce call.</summary>
[StructLayout(LayoutKind.Explicit, Size = 72)]
unsafe struct NativeArgument
{
    const int TopicType = 1, PartitionType = 3, ValueType = 4, KeyType = 5, FlagsType = 7, HeaderType = 9;
    const int CopyFlag = 2;

    [FieldOffset(0)] int _type;
    [FieldOffset(8)] byte* _pointer;
    [FieldOffset(8)] int _number;
    [FieldOffset(16)] nint _length;
    [FieldOffset(16)] byte* _headerValue;
    [FieldOffset(24)] nint _headerLength;

    public static NativeArgument Topic(byte* name) => new() { _type = TopicType, _pointer = name };

    public static NativeArgument Partition(int number) => new() { _type = PartitionType, _number = number };

    public static NativeArgument Value(byte* bytes, int length) => new() { _type = ValueType, _pointer = bytes, _length = length };

    public static NativeArgument Key(byte* bytes, int length) => new() { _type = KeyType, _pointer = bytes, _length = length };

    public static NativeArgument Header(byte* name, byte* value, int length) =>
        new() { _type = HeaderType, _pointer = name, _headerValue = value, _headerLength = length };

    /// <summary>The client copies the bytes before the call returns.</summary>
    public static NativeArgument Copied() => new() { _type = FlagsType, _number = CopyFlag };
}
