using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Stages.Streaming.Kafka.Topics;

namespace StockNow.Stages.Streaming.Kafka.Producing;

/// <summary>Writes records and positions, one Kafka transaction a commit.</summary>
/// <remarks>
/// Kafka compares nothing before it writes. But all writers of a position have one transactional id, so a later one fencedIds this one: what the positions were
/// after this one began, and what it has saved since, is what they are, or its commit fails.
/// </remarks>
sealed class KafkaWriter(TransactionalProducer producer, TransactionalId id, TopicLimits limits, FencedIds fencedIds, Renewals renewals, Func<CancellationToken,
    Task<Dictionary<string, string>>> readPositions) : IEventLogWriter
{
    readonly PendingPositions _positions = new();
    Dictionary<string, string>? _saved;

    public string Name => id.Name;

    public long PendingBytes => producer.PendingBytes;

    public void Produce(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers = null)
    {
        limits.Check(topic, key, value, headers);
        try { producer.Produce(topic, key, value, headers); }
        catch (SessionRewoundException fault) { throw new EventLogException(fault.Message, fault); }
        catch (FencedException fenced) { throw fencedIds.Judge(id, fenced); }
    }

    public void SavePosition(string name, string? expected, string value) => _positions.Add(name, expected, value);

    public long MaxRecordBytes(string topic) => limits.Of(topic);

    public async Task CommitAsync(CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        if (!producer.IsOpen && _positions.IsEmpty) return;
        if (!_positions.IsEmpty) Compare(_saved ??= await readPositions(stop));
        try
        {
            foreach (var (name, _, value) in _positions.All) producer.SavePosition(name, value);
            producer.Commit();
        }
        catch (SessionRewoundException fault) { throw new EventLogException(fault.Message, fault); }
        catch (FencedException fenced) { throw fencedIds.Judge(id, fenced); }
        foreach (var (name, _, value) in _positions.All) _saved![name] = value;
        _positions.Clear();
        if (producer.Doubt is { } doubt) await RenewAsync(doubt, stop);
    }

    // A later writer may have come in between, which the new producer fencedIds: what the positions are by now is looked up again.
    async Task RenewAsync(Doubt doubt, CancellationToken stop)
    {
        await renewals.PauseAsync(id.Name, doubt, stop);
        producer.Renew(stop);
        _saved = null;
    }

    void Compare(Dictionary<string, string> saved)
    {
        foreach (var (name, expected, _) in _positions.All)
            if (saved.GetValueOrDefault(name) is var found && found != expected) throw new PositionConflictException(name, expected, found);
    }

    public ValueTask DisposeAsync()
    {
        producer.Dispose();
        id.Dispose();
        return ValueTask.CompletedTask;
    }
}
