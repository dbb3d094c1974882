namespace StockNow.Stages.Streaming;

/// <summary>Takes records on their way into the log; they become visible with the next commit.</summary>
public interface IRecordOutput
{
    /// <summary>Adds a record; its bytes are copied. Equal keys go to the same partition, by murmur2 as Java clients do.</summary>
    /// <param name="topic">The topic; it must exist.</param>
    /// <param name="key">The key; when empty, the value chooses the partition.</param>
    /// <param name="value">The value.</param>
    /// <param name="headers">Headers, or null.</param>
    /// <exception cref="RecordException">The record is refused, and will be again.</exception>
    void Produce(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers = null);

    /// <summary>How many bytes key, value and headers of one record may have together, so that the topic takes it.</summary>
    long MaxRecordBytes(string topic);
}
