using Confluent.Kafka;

namespace StockNow.Stages.Streaming.Kafka.Consuming;

/// <summary>Holds key and value of the record that was consumed last, so that no array is made for each.</summary>
sealed class RecordScratch
{
    public RecordScratch() => (Keys, Values) = (new Copy(), new Copy());

    public Copy Keys { get; }

    public Copy Values { get; }

    /// <summary>Copies the bytes out while the client holds them.</summary>
    public sealed class Copy : IDeserializer<int>
    {
        byte[] _bytes = new byte[1024];
        int _length;

        public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

        public int Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
        {
            if (data.Length > _bytes.Length) _bytes = new byte[data.Length * 2];
            data.CopyTo(_bytes);
            return _length = data.Length;
        }
    }
}
