namespace StockNow.Stages.Streaming.Kafka;

/// <summary>Writes records and positions, one Kafka transaction a commit.</summary>
sealed class KafkaWriter(TransactionalProducer producer, TransactionalId id, Fences fences) : IEventLogWriter
{
    readonly Dictionary<string, long> _positions = [];

    public long PendingBytes => producer.PendingBytes;

    public void Produce(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers = null)
    {
        try { producer.Produce(topic, key, value, headers); }
        catch (SessionRewoundException fault) { throw new EventLogException(fault.Message, fault); }
        catch (FencedException fenced) { throw fences.Judge(id.Name, fenced); }
    }

    public void SavePosition(string name, long position) => _positions[name] = position;

    public Task CommitAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (!producer.IsOpen && _positions.Count == 0) return Task.CompletedTask;
        try
        {
            foreach (var (name, position) in _positions) producer.SavePosition(name, position);
            producer.Commit();
            _positions.Clear();
        }
        catch (SessionRewoundException fault) { throw new EventLogException(fault.Message, fault); }
        catch (FencedException fenced) { throw fences.Judge(id.Name, fenced); }
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        producer.Dispose();
        id.Dispose();
        return ValueTask.CompletedTask;
    }
}
