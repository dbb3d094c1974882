using System.Collections.Concurrent;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;
using StockNow.Stages.Hosting;
using TopicPartition = StockNow.Contracts.Topics.TopicPartition;

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>Makes topics, checks those that are there, and looks at them.</summary>
/// <remarks>
/// Asks any broker wherever that is enough. The client sends some questions to the controller only, and while the one that it knows is away it connects
/// to it again without a pause, thousands of times a second, until the call's time is up.
/// Owns the client, and may be disposed while others still ask: they get an <see cref="ObjectDisposedException"/>.
/// </remarks>
sealed class KafkaTopics(IAdminClient admin, KafkaClients clients, KafkaProperties properties, KafkaLogOptions options, int recordLimit, TimeProvider clock, KafkaClientLog log, ILogger logger) : IDisposable
{
    /// <summary>Our own compacted topic: how far sources have come, and which partitions a group has met.</summary>
    public const string Positions = "instocknow-positions";

    // By default a segment is compacted once it has a gigabyte or is a week old: a source that commits 200 times a second would make all stages start slowly.
    static readonly (string, string)[] PositionSettings = [("cleanup.policy", "compact"), ("segment.bytes", "16777216"), ("delete.retention.ms", "3600000")];

    static readonly TimeSpan Patience = TimeSpan.FromSeconds(15), BlockingPatience = TimeSpan.FromSeconds(5), LookPause = TimeSpan.FromMilliseconds(10);

    readonly ConcurrentDictionary<string, Lazy<IConsumer<Ignore, Ignore>>> _onlookers = new(StringComparer.Ordinal);
    readonly ReaderWriterLockSlim _calls = new();
    readonly CancellationTokenSource _disposal = new();
    volatile bool _isDisposed;

    /// <summary>Makes the topics that are not there yet; refuses a compacted one, in which readings would vanish.</summary>
    public async Task EnsureAsync(IReadOnlyCollection<string> topics, CancellationToken stop)
    {
        var there = await PartitionCountsAsync().ConfigureAwait(false);
        foreach (var topic in topics)
        {
            if (there.TryGetValue(topic, out var partitions)) await AcceptAsync(topic, partitions).ConfigureAwait(false);
            else await MakeAsync(New(topic, options.Partitions, ("max.message.bytes", recordLimit.ToString(CultureInfo.InvariantCulture))), stop).ConfigureAwait(false);
        }
        if (topics.Count > 0 && !there.ContainsKey(Positions)) await MakeAsync(New(Positions, 1, PositionSettings), stop).ConfigureAwait(false);
    }

    /// <summary>Refuses a compacted one among the topics that are there.</summary>
    /// <returns>One sentence for each that does not take the largest record.</returns>
    public async Task<IReadOnlyList<string>> CheckAsync(IEnumerable<string> topics)
    {
        var there = await PartitionCountsAsync().ConfigureAwait(false);
        var narrow = new List<string>();
        foreach (var topic in topics.Where(there.ContainsKey))
            if (TopicSettings.Check(topic, await SettingsAsync(topic).ConfigureAwait(false), recordLimit) is { } fault) narrow.Add(fault);
        return narrow;
    }

    /// <summary>The topic's identity, which changes when it is made anew; null when there is none.</summary>
    /// <remarks>Only the controller tells it: a new client knows the one that is there now.</remarks>
    public async Task<string?> IdAsync(string topic)
    {
        using var fresh = clients.Admin();
        try
        {
            var described = await CallAsync("describe topics", () => fresh.DescribeTopicsAsync(
                TopicCollection.OfTopicNames([topic]), new DescribeTopicsOptions { RequestTimeout = BlockingPatience })).ConfigureAwait(false);
            return described.TopicDescriptions.Single().TopicId.ToString().Replace('/', '_').Replace('+', '-'); // it stands in paths
        }
        catch (EventLogException fault) when (fault.InnerException is DescribeTopicsException missing && missing.Results.TopicDescriptions.All(one => one.Error.Code == ErrorCode.UnknownTopicOrPart))
        {
            return null;
        }
    }

    public async Task<string> ClusterIdAsync() =>
        (await CallAsync("describe cluster", () => admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = Patience })).ConfigureAwait(false)).ClusterId;

    /// <summary>How many partitions a topic has; 0 when there is none.</summary>
    public async Task<int> PartitionsAsync(string topic) =>
        (await AskAsync("describe a topic", () => admin.GetMetadata(topic, BlockingPatience)).ConfigureAwait(false)).Topics.SingleOrDefault()?.Partitions.Count ?? 0;

    /// <summary>First and next offset of each partition. The next one is the last stable one: what lies behind it belongs to an open transaction.</summary>
    public async Task<IReadOnlyList<PartitionState>> OffsetsAsync(string topic)
    {
        var partitions = await PartitionsAsync(topic).ConfigureAwait(false);
        if (partitions == 0) return [];
        var starts = await ListAsync(topic, partitions, OffsetSpec.Earliest(), IsolationLevel.ReadUncommitted).ConfigureAwait(false);
        var ends = await ListAsync(topic, partitions, OffsetSpec.Latest(), IsolationLevel.ReadCommitted).ConfigureAwait(false);
        return [.. Enumerable.Range(0, partitions).Select(number => new PartitionState(new TopicPartition(topic, number), starts[number], ends[number]))];
    }

    /// <summary>The next offset of each partition, open transactions included.</summary>
    public async Task<long[]> HighWatermarksAsync(string topic)
    {
        var partitions = await PartitionsAsync(topic).ConfigureAwait(false);
        return partitions == 0 ? [] : await ListAsync(topic, partitions, OffsetSpec.Latest(), IsolationLevel.ReadUncommitted).ConfigureAwait(false);
    }

    /// <summary>The group's committed offsets; partitions without one are left out.</summary>
    public async Task<IReadOnlyDictionary<int, long>> CommittedAsync(string group, string topic, int partitions)
    {
        var wanted = Enumerable.Range(0, partitions).Select(number => new Confluent.Kafka.TopicPartition(topic, number)).ToList();
        var onlooker = _onlookers.GetOrAdd(group, name => new(() => clients.Onlooker(name))).Value;
        var offsets = await AskAsync("read committed offsets", () => onlooker.Committed(wanted, BlockingPatience)).ConfigureAwait(false);
        return offsets.Where(partition => partition.Offset.Value >= 0).ToDictionary(partition => partition.Partition.Value, partition => partition.Offset.Value);
    }

    /// <summary>Ends the clients; no call into them begins from now on.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        _disposal.Cancel(); // the client forgets calls under way: nobody may wait for them
        _calls.EnterWriteLock();
        try
        {
            foreach (var onlooker in _onlookers.Values) onlooker.Value.Dispose();
            admin.Dispose();
        }
        finally { _calls.ExitWriteLock(); }
    }

    async Task<Dictionary<string, int>> PartitionCountsAsync() =>
        (await AskAsync("list topics", () => admin.GetMetadata(BlockingPatience)).ConfigureAwait(false)).Topics.ToDictionary(topic => topic.Topic, topic => topic.Partitions.Count);

    async Task<long[]> ListAsync(string topic, int partitions, OffsetSpec at, IsolationLevel isolation)
    {
        var wanted = Enumerable.Range(0, partitions).Select(number => new TopicPartitionOffsetSpec { TopicPartition = new(topic, number), OffsetSpec = at });
        var result = await CallAsync("list offsets", () => admin.ListOffsetsAsync(wanted, new ListOffsetsOptions { IsolationLevel = isolation, RequestTimeout = Patience })).ConfigureAwait(false);
        var offsets = new long[partitions];
        foreach (var info in result.ResultInfos) offsets[info.TopicPartitionOffsetError.Partition.Value] = info.TopicPartitionOffsetError.Offset.Value;
        return offsets;
    }

    async Task AcceptAsync(string topic, int partitions)
    {
        if (TopicSettings.Check(topic, await SettingsAsync(topic).ConfigureAwait(false), recordLimit) is { } fault) KafkaLogLog.TopicIsNarrow(logger, fault);
        if (partitions != options.Partitions) KafkaLogLog.OtherPartitions(logger, topic, partitions, options.Partitions);
    }

    TopicSpecification New(string topic, int partitions, params (string Name, string Value)[] settings) =>
        new() { Name = topic, NumPartitions = partitions, ReplicationFactor = options.Replication, Configs = settings.ToDictionary(one => one.Name, one => one.Value) };

    async Task MakeAsync(TopicSpecification topic, CancellationToken stop)
    {
        try
        {
            await CallAsync("create topics", async () =>
            {
                await admin.CreateTopicsAsync([topic], new CreateTopicsOptions { RequestTimeout = Patience, OperationTimeout = Patience }).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
            KafkaLogLog.TopicMade(logger, topic.Name, topic.NumPartitions, topic.ReplicationFactor);
            await UntilSeenAsync(topic.Name, stop).ConfigureAwait(false);
        }
        catch (EventLogException fault) when (fault.InnerException is CreateTopicsException made)
        {
            var error = made.Results[0].Error;
            if (error.Code == ErrorCode.TopicAlreadyExists) return; // another process was quicker
            if (error.Code == ErrorCode.InvalidReplicationFactor)
                throw new UnrecoverableException($"Topic '{topic.Name}' cannot be made: {error.Reason.TrimEnd('.')}. Set EventLog:Kafka:Replication to at most the number of brokers.", fault);
            throw new UnrecoverableException($"Topic '{topic.Name}' cannot be made at {properties.Brokers}: {error.Reason} ({error.Code}).", fault);
        }
    }

    // The controller has made it; the brokers hear of it a little later.
    async Task UntilSeenAsync(string topic, CancellationToken stop)
    {
        var since = clock.GetTimestamp();
        while (await PartitionsAsync(topic).ConfigureAwait(false) == 0 && clock.GetElapsedTime(since) < Patience) await Task.Delay(LookPause, clock, stop).ConfigureAwait(false);
    }

    async Task<IReadOnlyDictionary<string, ConfigEntryResult>> SettingsAsync(string topic) => (await CallAsync("describe configs", () => admin.DescribeConfigsAsync(
        [new ConfigResource { Type = ResourceType.Topic, Name = topic }], new DescribeConfigsOptions { RequestTimeout = Patience })).ConfigureAwait(false))[0].Entries;

    // The client's calls for this block.
    Task<T> AskAsync<T>(string call, Func<T> work) => WaitAsync(call, () => Task.Run(() => Begin(work)));

    Task<T> CallAsync<T>(string call, Func<Task<T>> work) => WaitAsync(call, () => Begin(work));

    async Task<T> WaitAsync<T>(string call, Func<Task<T>> work)
    {
        try
        {
            var answer = await work().WaitAsync(_disposal.Token).ConfigureAwait(false);
            log.TakeAnswer();
            return answer;
        }
        catch (KafkaException fault)
        {
            log.TakeFault(fault.Error);
            throw KafkaFault.Of(call, fault, properties.Brokers, null);
        }
        catch (OperationCanceledException) when (_isDisposed) { throw new ObjectDisposedException(nameof(KafkaTopics)); }
    }

    // The native client does not check that it is still there: a call into one that is gone ends the process.
    T Begin<T>(Func<T> work)
    {
        _calls.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return work();
        }
        finally { _calls.ExitReadLock(); }
    }
}
