using System.Diagnostics;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Telemetry;

/// <summary>Measures a writer's commits.</summary>
sealed class MeasuredWriter(IEventLogWriter inner, TagList send, TimeProvider clock) : IEventLogWriter
{
    readonly TagList _send = send;

    public long PendingBytes => inner.PendingBytes;

    public void Produce(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers = null) => inner.Produce(topic, key, value, headers);

    public void SavePosition(string name, long position) => inner.SavePosition(name, position);

    public Task CommitAsync(CancellationToken stop) => Commit.MeasureAsync(() => inner.CommitAsync(stop), _send, clock);

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
