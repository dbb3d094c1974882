using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using StockNow.Contracts.Topics;
using StockNow.Stages.Hosting;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>The event log in one SQLite file of the data folder. Several processes of one machine may use it at once.</summary>
public sealed class EmbeddedEventLog(PipelineOptions pipeline, EventLogOptions options, TimeProvider clock, ILogger<EmbeddedEventLog> logger) : IEventLog
{
    const int EnoughBytes = 1024 * 1024;

    readonly string _folder = pipeline.EventLogFolder;
    readonly SemaphoreSlim _inspecting = new(1, 1);
    readonly CancellationTokenSource _closing = new();
    LogFile? _inspector;
    Doorbell? _bell;
    Task _retention = Task.CompletedTask;
    bool _disposed;

    /// <inheritdoc/>
    public string Description => $"embedded (SQLite), {LogFile.PathIn(_folder)}";

    /// <inheritdoc/>
    public async Task EnsureTopicsAsync(IReadOnlyCollection<string> topics, CancellationToken stop)
    {
        using var log = await OpenFileAsync(stop).ConfigureAwait(false);
        log.InTransaction(() =>
        {
            foreach (var topic in topics) log.MakeTopic(topic, options.Partitions);
        });
        if (_retention.IsCompleted && !_closing.IsCancellationRequested)
            _retention = new Retention(_folder, options, OpenFileAsync, clock, logger).RunAsync(_closing.Token);
    }

    /// <inheritdoc/>
    public async Task<IEventLogWriter> OpenWriterAsync(string name, CancellationToken stop)
    {
        var claimName = $"writer.{name}";
        var claim = Claim.TryTake(_folder, claimName) ?? throw new EventLogException(
            $"The writer '{name}' of the event log {_folder} is in use by {Claim.OwnerOf(_folder, claimName)}. Stop that one; this one takes over by itself.");
        try { return new EmbeddedWriter(await OpenFileAsync(stop).ConfigureAwait(false), Bell(), claim, clock); }
        catch
        {
            claim.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<IEventLogReader> OpenReaderAsync(string group, string topic, IPartitionOwner owner, CancellationToken stop)
    {
        var (reader, _) = await OpenReaderOnAsync(group, topic, owner, stop).ConfigureAwait(false);
        return reader;
    }

    /// <inheritdoc/>
    public async Task<IEventLogSession> OpenSessionAsync(string group, string topic, CancellationToken stop)
    {
        var (reader, log) = await OpenReaderOnAsync(group, topic, FromCommitted.Instance, stop).ConfigureAwait(false);
        return new EmbeddedSession(reader, log, Bell(), options.CommitInterval, clock);
    }

    /// <inheritdoc/>
    public Task<string> IdentityAsync(string topic, CancellationToken stop) => InspectAsync(log => log?.Partitions(topic) is null ? "" : log.ClusterId(), stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PartitionState>> DescribeAsync(string topic, CancellationToken stop) => InspectAsync<IReadOnlyList<PartitionState>>(log =>
        [.. PartitionsOf(log, topic).Select(partition => new PartitionState(partition, log!.StartOffset(partition), log.EndOffset(partition)))], stop);

    /// <inheritdoc/>
    /// <remarks>Nothing is seen of a transaction, and nothing waits for it, before it is committed.</remarks>
    public Task<IReadOnlyList<PartitionState>> DescribeSettledAsync(string topic, CancellationToken stop) => DescribeAsync(topic, stop);

    /// <inheritdoc/>
    /// <remarks>Offsets count from 0 without gaps, so the next one is the number of records ever written.</remarks>
    public Task<long> CountAsync(string topic, CancellationToken stop) => InspectAsync(log => PartitionsOf(log, topic).Sum(log!.EndOffset), stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> WarningsAsync(CancellationToken stop) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<int, long>> CommittedAsync(string group, string topic, CancellationToken stop) => InspectAsync<IReadOnlyDictionary<int, long>>(log =>
        PartitionsOf(log, topic).Select(partition => (partition.Partition, Next: log!.Committed(group, partition)))
            .Where(one => one.Next is not null).ToDictionary(one => one.Partition, one => one.Next!.Value), stop);

    /// <inheritdoc/>
    public Task<long?> PositionAsync(string name, CancellationToken stop) => InspectAsync(log => log?.Position(name), stop);

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordBatch> ScanAsync(TopicPartition partition, long from, long to, [EnumeratorCancellation] CancellationToken stop)
    {
        if (from >= to || !Exists) yield break;
        using var log = await OpenFileAsync(stop).ConfigureAwait(false);
        var batch = new RecordBatch();
        while (from < to)
        {
            stop.ThrowIfCancellationRequested();
            log.Read(partition, from, EnoughBytes, batch);
            from = batch.NextOffset;
            batch.CutAt(to);
            if (batch.Count == 0) yield break;
            yield return batch;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true)) return; // known under several interfaces, each of which disposes it
        await _closing.CancelAsync().ConfigureAwait(false);
        await _retention.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _inspector?.Dispose();
        _bell?.Dispose();
        _inspecting.Dispose();
        _closing.Dispose();
    }

    bool Exists => File.Exists(LogFile.PathIn(_folder));

    Task<LogFile> OpenFileAsync(CancellationToken stop) => LogFile.OpenAsync(_folder, options.Durability, clock, stop);

    async Task<(EmbeddedReader Reader, LogFile Log)> OpenReaderOnAsync(string group, string topic, IPartitionOwner owner, CancellationToken stop)
    {
        var log = await OpenFileAsync(stop).ConfigureAwait(false);
        try { return (new EmbeddedReader(log, Bell(), _folder, group, topic, owner, clock, logger), log); }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    // Looking must not make a log where there is none.
    async Task<T> InspectAsync<T>(Func<LogFile?, T> look, CancellationToken stop)
    {
        await _inspecting.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            if (_inspector is null && Exists) _inspector = await OpenFileAsync(stop).ConfigureAwait(false);
            return look(_inspector);
        }
        finally { _inspecting.Release(); }
    }

    static IEnumerable<TopicPartition> PartitionsOf(LogFile? log, string topic) =>
        Enumerable.Range(0, log?.Partitions(topic) ?? 0).Select(number => new TopicPartition(topic, number));

    Doorbell Bell()
    {
        lock (_closing) return _bell ??= new Doorbell(_folder);
    }
}
