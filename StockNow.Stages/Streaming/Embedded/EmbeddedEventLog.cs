using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>The event log in one SQLite file of the data folder. Several processes of one machine may use it at once.</summary>
sealed class EmbeddedEventLog(EmbeddedLogFolder folder, ConsumerGroups groups, EventLogOptions options, TimeProvider clock,
    ILogger<EmbeddedEventLog> logger) : IEventLog
{
    const int EnoughBytes = 1024 * 1024;

    readonly string _folder = folder.Path;
    readonly SemaphoreSlim _inspecting = new(1, 1);
    readonly CancellationTokenSource _closing = new();
    readonly LogLook _look = new(folder.Path, logger);
    LogFile? _kept;
    Doorbell? _bell;
    Task _retention = Task.CompletedTask;
    bool _disposed;

    /// <inheritdoc/>
    public string Description => $"embedded (SQLite), {LogOpening.PathIn(_folder)}";

    /// <inheritdoc/>
    public bool OffsetsAreDense => true;

    /// <summary>How the system is asked to say that a file was written.</summary>
    internal Func<string, string, Action, IDisposable> Watch { get; init; } = Doorbell.Watch;

    /// <inheritdoc/>
    /// <remarks>Without topics, nothing is made: it is only found out whether it could be.</remarks>
    public async Task EnsureTopicsAsync(IReadOnlyCollection<string> topics, CancellationToken stop)
    {
        if (topics.Count == 0)
        {
            if (await InspectAsync(log => log is not null, stop)) LogOpening.CheckWritable(_folder);
            return;
        }
        await _inspecting.WaitAsync(stop);
        try
        {
            // Kept until the end: the last connection that may write puts the log in order when it is closed.
            _kept ??= await LogOpening.OpenOrMakeAsync(_folder, options.Durability, stop);
            if (topics.Any(topic => _kept.Partitions(topic) is null))
            {
                _kept.InTransaction(() =>
                {
                    foreach (var topic in topics) _kept.MakeTopic(topic, options.Partitions);
                });
            }
        }
        finally { _inspecting.Release(); }
        if (_retention.IsCompleted && !_closing.IsCancellationRequested)
            _retention = new Retention(_folder, groups, options, OpenFileAsync, clock, logger).RunAsync(_closing.Token);
    }

    /// <inheritdoc/>
    public async Task<IEventLogWriter> OpenWriterAsync(string name, CancellationToken stop)
    {
        var log = await OpenFileAsync(stop);
        try
        {
            var bell = Bell();
            var claimName = $"writer.{name}";
            var claim = Claim.TryTake(_folder, claimName) ?? throw new StandsByException(
                $"The writer '{name}' of the event log {_folder} is in use by {Claim.OwnerOf(_folder, claimName)}");
            return new EmbeddedWriter(name, log, bell, claim, clock);
        }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<IEventLogReader> OpenReaderAsync(string group, string topic, IPartitionOwner owner, CancellationToken stop)
    {
        var (reader, _) = await OpenReaderOnAsync(group, topic, owner, stop);
        return reader;
    }

    /// <inheritdoc/>
    public async Task<IEventLogSession> OpenSessionAsync(string group, string topic, CancellationToken stop)
    {
        var (reader, log) = await OpenReaderOnAsync(group, topic, FromCommitted.Instance, stop);
        return new EmbeddedSession(reader, log, Bell(), options.CommitInterval, clock);
    }

    /// <inheritdoc/>
    public Task<string> IdentityAsync(string topic, CancellationToken stop) => InspectAsync(log => log?.Partitions(topic) is null ? "" : log.ClusterId(), stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<PartitionState>> DescribeAsync(string topic, CancellationToken stop) => InspectAsync<IReadOnlyList<PartitionState>>(log =>
        [.. PartitionsOf(log, topic).Select(partition => StateOf(log!, partition))], stop);

    /// <inheritdoc/>
    /// <remarks>Nothing is seen of a transaction, and nothing waits for it, before it is committed.</remarks>
    public Task<IReadOnlyList<PartitionState>> DescribeStableAsync(string topic, CancellationToken stop) => DescribeAsync(topic, stop);

    /// <inheritdoc/>
    /// <remarks>Offsets count from 0 without gaps, so the next one is the number of records ever written.</remarks>
    public Task<long> CountAsync(string topic, CancellationToken stop) =>
        InspectAsync(log => PartitionsOf(log, topic).Sum(partition => log!.EndOffset(partition)), stop);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> WarningsAsync(CancellationToken stop) => Task.FromResult<IReadOnlyList<string>>([]);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<int, long>> CommittedAsync(string group, string topic, CancellationToken stop) =>
        InspectAsync<IReadOnlyDictionary<int, long>>(log =>
        PartitionsOf(log, topic).Select(partition => (partition.Partition, Next: log!.Committed(group, partition)))
            .Where(one => one.Next is not null).ToDictionary(one => one.Partition, one => one.Next!.Value), stop);

    /// <inheritdoc/>
    public string CommandToSetOffset(string group, TopicPartition partition, long offset) =>
        $"sqlite3 '{LogOpening.PathIn(_folder).Replace("'", @"'\''", StringComparison.Ordinal)}' \"{LogSchema.SetCommitted(group, partition, offset)}\"";

    /// <inheritdoc/>
    public async Task<string?> PositionAsync(string name, CancellationToken stop) => (await PositionsAsync(name, stop)).GetValueOrDefault(name);

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, string>> PositionsAsync(string prefix, CancellationToken stop) =>
        InspectAsync<IReadOnlyDictionary<string, string>>(log => log?.Positions(prefix) ?? [], stop);

    /// <inheritdoc/>
    public async IAsyncEnumerable<RecordBatch> ScanAsync(TopicPartition partition, long from, long to, [EnumeratorCancellation] CancellationToken stop)
    {
        var batch = new RecordBatch();
        while (from < to)
        {
            stop.ThrowIfCancellationRequested();
            batch.Reset(partition, from);
            await InspectAsync(log =>
            {
                log?.Read(partition, from, EnoughBytes, batch);
                return true;
            }, stop);
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
        await _closing.CancelAsync();
        await _retention.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _look.Dispose();
        _kept?.Dispose();
        _bell?.Dispose();
        _inspecting.Dispose();
        _closing.Dispose();
    }

    Task<LogFile> OpenFileAsync(CancellationToken stop) => LogOpening.OpenAsync(_folder, options.Durability, stop);

    async Task<(EmbeddedReader Reader, LogFile Log)> OpenReaderOnAsync(string group, string topic, IPartitionOwner owner, CancellationToken stop)
    {
        var log = await OpenFileAsync(stop);
        try { return (new EmbeddedReader(log, Bell(), _folder, group, topic, owner, clock, logger), log); }
        catch
        {
            log.Dispose();
            throw;
        }
    }

    async Task<T> InspectAsync<T>(Func<LogFile?, T> look, CancellationToken stop)
    {
        await _inspecting.WaitAsync(stop);
        try { return _look.At(look); }
        finally { _inspecting.Release(); }
    }

    // The note is read last: it is never before a start that retention moved meanwhile.
    static PartitionState StateOf(LogFile log, TopicPartition partition)
    {
        var (start, end) = (log.StartOffset(partition), log.EndOffset(partition));
        return new PartitionState(partition, start, end) { RemovedTo = log.RemovedTo(partition) };
    }

    static IEnumerable<TopicPartition> PartitionsOf(LogFile? log, string topic) =>
        Enumerable.Range(0, log?.Partitions(topic) ?? 0).Select(number => new TopicPartition(topic, number));

    Doorbell Bell()
    {
        lock (_closing)
            return _bell ??= new Doorbell(_folder, Watch,
                fault => EmbeddedLogMessages.DoorbellIsSilent(logger, _folder, fault.Message.TrimEnd('.'), Doorbell.Timeout.TotalMilliseconds));
    }
}
