using System.Diagnostics;

namespace StockNow.Stages.Streaming.Measured;

/// <summary>Measures a writer's commits.</summary>
sealed class MeasuredWriter(IEventLogWriter inner, TagList send, TimeProvider clock) : IEventLogWriter
{
    readonly TagList _send = send;

    public string Name => inner.Name;

    public long PendingBytes => inner.PendingBytes;

    public void Produce(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers = null) =>
        inner.Produce(topic, key, value, headers);

    public void SavePosition(string name, string? expected, string value) => inner.SavePosition(name, expected, value);

    public long MaxRecordBytes(string topic) => inner.MaxRecordBytes(topic);

    public Task CommitAsync(CancellationToken stop) => CommitTimer.MeasureAsync(() => inner.CommitAsync(stop), _send, clock);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
