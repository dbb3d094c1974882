using System.Collections.Concurrent;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Logging;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Stages.Streaming.Kafka.Consuming;
using StockNow.Stages.Streaming.Kafka.Operator;
using TopicPartition = StockNow.Contracts.Topics.TopicPartition;

namespace StockNow.Stages.Streaming.Kafka.Topics;

/// <summary>Makes topics, checks those that are there, and looks at them.</summary>
/// <remarks>
/// Asks any broker wherever that is enough. The client sends some questions to the controller only, and while the one that it knows is away it connects
/// to it again without a pause, thousands of times a second, until the call's time is up.
/// Owns the client, and may be disposed while others still ask: they get an <see cref="ObjectDisposedException"/>.
/// </remarks>
sealed class KafkaTopics(IAdminClient admin, KafkaClients clients, KafkaProperties properties, KafkaLogOptions options, int recordLimit, TimeProvider clock,
    KafkaClientLogHandler log, ILogger logger) : IDisposable
{
    /// <summary>Our own compacted topic: how far sources have come, and which partitions a group has met.</summary>
    public const string Positions = "instocknow-positions";

    // By default a segment is compacted once it has a gigabyte or is a week old: a source that commits 200 times a second would make all stages start slowly.
    static readonly (string, string)[] PositionSettings = [("cleanup.policy", "compact"), ("segment.bytes", "16777216"), ("delete.retention.ms", "3600000")];

    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15), BlockingTimeout = TimeSpan.FromSeconds(5), LookPause = TimeSpan.FromMilliseconds(10);

    readonly TopicSettings _rules = new(new KafkaCommands(properties));
    readonly ConcurrentDictionary<string, Lazy<GroupOffsets>> _offsetsOfGroups = new(StringComparer.Ordinal);
    readonly ReaderWriterLockSlim _calls = new();
    readonly CancellationTokenSource _disposal = new();
    volatile bool _isDisposed;

    /// <summary>Makes the topics that are not there yet; refuses a compacted one, in which readings would vanish, and positions that are not.</summary>
    public async Task EnsureAsync(IReadOnlyCollection<string> topics, CancellationToken stop)
    {
        var there = (await MetadataAsync()).Topics.ToDictionary(topic => topic.Topic, topic => topic.Partitions.Count);
        await RefuseUnfitAsync([.. topics.Where(there.ContainsKey)], there);
        foreach (var topic in topics)
        {
            if (!there.TryGetValue(topic, out var partitions))
                await MakeAsync(New(topic, options.Partitions, ("max.message.bytes", recordLimit.ToString(CultureInfo.InvariantCulture))), stop);
            else if (partitions != options.Partitions) KafkaLogMessages.OtherPartitions(logger, topic, partitions, options.Partitions);
        }
        if (topics.Count > 0 && !there.ContainsKey(Positions)) await MakeAsync(New(Positions, 1, PositionSettings), stop);
    }

    /// <summary>Refuses what a start refuses among the topics that are there, and partitions that nobody can read or write now.</summary>
    public async Task CheckAsync()
    {
        var there = (await MetadataAsync()).Topics.ToDictionary(topic => topic.Topic, topic => topic.Partitions.Count);
        await RefuseUnfitAsync([.. TopicNames.All.Where(there.ContainsKey)], there);
    }

    /// <summary>
    /// What an operator may want to change of the topics that are there, one sentence each: copies that are fewer than they should be, and sizes that cut
    /// records.
    /// </summary>
    public async Task<IReadOnlyList<string>> AdviceAsync(LogUse use)
    {
        var metadata = await MetadataAsync();
        var there = metadata.Topics.Where(topic => topic.Topic == Positions || use.Read.Contains(topic.Topic) || use.Written.Contains(topic.Topic)).ToList();
        var limits = await LimitsAsync([.. there.Select(topic => topic.Topic)]);
        return [.. CopiesAdvice(metadata, there), .. SizesAdvice(use, limits)];
    }

    /// <summary>What each topic takes.</summary>
    public async Task<TopicLimits> ProducerLimitsAsync() => new(
        await LimitsAsync([.. (await MetadataAsync()).Topics.Select(topic => topic.Topic)
        .Where(topic => TopicNames.All.Contains(topic) || topic == Positions)]), recordLimit, properties.MessageMaxBytes);

    /// <summary>The topic's identity, which changes when it is recreated; null when there is none.</summary>
    /// <remarks>Only the controller tells it: a new client knows the one that is there now.</remarks>
    public async Task<string?> IdAsync(string topic)
    {
        using var fresh = clients.Admin();
        try
        {
            var described = await CallAsync("describe topics", () => fresh.DescribeTopicsAsync(
                TopicCollection.OfTopicNames([topic]), new DescribeTopicsOptions { RequestTimeout = BlockingTimeout }), new KafkaAccess([topic]));
            return described.TopicDescriptions.Single().TopicId.ToString().Replace('/', '_').Replace('+', '-'); // it stands in paths
        }
        catch (EventLogException fault) when (fault.InnerException is DescribeTopicsException missing
            && missing.Results.TopicDescriptions.All(one => one.Error.Code == ErrorCode.UnknownTopicOrPart))
        {
            return null;
        }
    }

    public async Task<string> ClusterIdAsync() =>
        (await CallAsync("describe cluster", () => admin.DescribeClusterAsync(new DescribeClusterOptions { RequestTimeout = Timeout }))).ClusterId;

    /// <summary>How many partitions a topic has; 0 when there is none.</summary>
    public async Task<int> PartitionsAsync(string topic)
    {
        var described = (await AskAsync("describe a topic", () => admin.GetMetadata(topic, BlockingTimeout))).Topics.SingleOrDefault();
        return described is not null && KafkaAccess.IsForbidden(described.Error.Code)
            ? throw KafkaFault.Forbidden("describe a topic", described.Error, properties, new KafkaAccess([topic])) : described?.Partitions.Count ?? 0;
    }

    /// <summary>First and next offset of each partition. The next one is the last stable one: what comes after it belongs to an open transaction.</summary>
    public async Task<IReadOnlyList<PartitionState>> OffsetsAsync(string topic)
    {
        var partitions = await PartitionsAsync(topic);
        if (partitions == 0) return [];
        var starts = await ListAsync(topic, partitions, OffsetSpec.Earliest(), IsolationLevel.ReadUncommitted);
        var ends = await ListAsync(topic, partitions, OffsetSpec.Latest(), IsolationLevel.ReadCommitted);
        return [.. Enumerable.Range(0, partitions).Select(number => new PartitionState(new TopicPartition(topic, number), starts[number], ends[number]))];
    }

    /// <summary>The next offset of each partition, open transactions included.</summary>
    public async Task<long[]> HighWatermarksAsync(string topic)
    {
        var partitions = await PartitionsAsync(topic);
        return partitions == 0 ? [] : await ListAsync(topic, partitions, OffsetSpec.Latest(), IsolationLevel.ReadUncommitted);
    }

    /// <summary>The group's committed offsets; partitions without one are left out.</summary>
    public async Task<IReadOnlyDictionary<int, long>> CommittedAsync(string group, string topic, int partitions)
    {
        var wanted = Enumerable.Range(0, partitions).Select(number => new Confluent.Kafka.TopicPartition(topic, number)).ToList();
        var groupOffsets = _offsetsOfGroups.GetOrAdd(group, name => new(() => new GroupOffsets(clients, name))).Value;
        var offsets = await AskAsync("read committed offsets", () => groupOffsets.Committed(wanted, BlockingTimeout),
            new KafkaAccess([topic], "Describe", group, "Describe"));
        return offsets.Where(partition => partition.Offset.Value >= 0)
            .ToDictionary(partition => partition.Partition.Value, partition => partition.Offset.Value);
    }

    /// <summary>Ends the clients; no call into them begins from now on.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        _disposal.Cancel(); // the client forgets calls under way: nobody may wait for them
        _calls.EnterWriteLock();
        try
        {
            foreach (var groupOffsets in _offsetsOfGroups.Values) groupOffsets.Value.Dispose();
            admin.Dispose();
        }
        finally { _calls.ExitWriteLock(); }
    }

    async Task<Metadata> MetadataAsync() => await AskAsync("list topics", () => admin.GetMetadata(BlockingTimeout));

    async Task<long[]> ListAsync(string topic, int partitions, OffsetSpec at, IsolationLevel isolation)
    {
        var wanted = Enumerable.Range(0, partitions).Select(number => new TopicPartitionOffsetSpec { TopicPartition = new(topic, number), OffsetSpec = at });
        var result = await CallAsync(
            "list offsets", () => admin.ListOffsetsAsync(wanted, new ListOffsetsOptions { IsolationLevel = isolation, RequestTimeout = Timeout }),
            new KafkaAccess([topic]));
        var offsets = new long[partitions];
        foreach (var info in result.ResultInfos) offsets[info.TopicPartitionOffsetError.Partition.Value] = info.TopicPartitionOffsetError.Offset.Value;
        return offsets;
    }

    async Task RefuseUnfitAsync(IReadOnlyCollection<string> topics, Dictionary<string, int> partitions)
    {
        var hasPositions = partitions.ContainsKey(Positions);
        foreach (var (topic, settings) in await SettingsAsync(hasPositions ? [.. topics, Positions] : topics))
        {
            if (topic == Positions) _rules.RefuseForgetfulPositions(topic, settings, partitions[topic]);
            else _rules.RefuseCompacted(topic, settings);
        }
    }

    async Task<IReadOnlyDictionary<string, int>> LimitsAsync(IReadOnlyCollection<string> topics) =>
        (await SettingsAsync(topics)).Select(topic => (topic.Topic, Limit: TopicSettings.Limit(topic.Settings))).Where(topic => topic.Limit is not null)
        .ToDictionary(topic => topic.Topic, topic => topic.Limit!.Value);

    IEnumerable<string> SizesAdvice(LogUse use, IReadOnlyDictionary<string, int> limits)
    {
        foreach (var topic in use.Written.Where(limits.ContainsKey))
        {
            if (_rules.TooNarrow(topic, limits[topic], recordLimit) is { } narrow) yield return narrow;
            if (topic != TopicNames.DeadLetters) continue;
            foreach (var source in use.Read.Where(limits.ContainsKey))
                if (_rules.NarrowerThanSource(topic, limits[topic], source, limits[source]) is { } cut) yield return cut;
        }
    }

    IEnumerable<string> CopiesAdvice(Metadata metadata, List<TopicMetadata> topics)
    {
        var fewer = topics.Select(topic =>
            (topic.Topic, Copies: topic.Partitions.Select(partition => partition.Replicas.Length).DefaultIfEmpty(options.Replication).Min()))
            .Where(topic => topic.Copies < options.Replication).ToList();
        foreach (var (topic, copies) in fewer)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"Topic '{topic}' has replication {copies}, but EventLog:Kafka:Replication is {options.Replication}, which applies to new topics only. The "
                + $"loss of {(copies == 1 ? "one broker" : $"{copies} brokers")} stops the stages and may lose records. Add replicas with "
                + $"kafka-reassign-partitions.sh.");
        if (options.Replication == 1 && metadata.Brokers.Count > 1)
            yield return string.Create(CultureInfo.InvariantCulture,
                $"EventLog:Kafka:Replication is 1, although there are {metadata.Brokers.Count} brokers: topics made now have one copy, and the loss of one "
                + $"broker stops the stages and may lose records. Set EventLog:Kafka:Replication={Math.Min(metadata.Brokers.Count, 3)}.");
    }

    TopicSpecification New(string topic, int partitions, params (string Name, string Value)[] settings) =>
        new() { Name = topic, NumPartitions = partitions, ReplicationFactor = options.Replication,
        Configs = settings.ToDictionary(one => one.Name, one => one.Value) };

    async Task MakeAsync(TopicSpecification topic, CancellationToken stop)
    {
        try
        {
            await CallAsync("create topics", async () =>
            {
                await admin.CreateTopicsAsync([topic], new CreateTopicsOptions { RequestTimeout = Timeout, OperationTimeout = Timeout });
                return true;
            });
            KafkaLogMessages.TopicMade(logger, topic.Name, topic.NumPartitions, topic.ReplicationFactor);
            await UntilSeenAsync(topic.Name, stop);
        }
        catch (EventLogException fault) when (fault.InnerException is CreateTopicsException made)
        {
            var error = made.Results[0].Error;
            if (error.Code == ErrorCode.TopicAlreadyExists) return; // another process was quicker
            if (KafkaAccess.IsForbidden(error.Code)) throw MayNotMake(topic.Name, fault);
            if (error.Code == ErrorCode.InvalidReplicationFactor)
                throw new UnrecoverableException($"Topic '{topic.Name}' cannot be made: {error.Reason.TrimEnd('.')}. Set EventLog:Kafka:Replication to at "
                    + "most the number of brokers.", fault);
            throw new UnrecoverableException($"Topic '{topic.Name}' cannot be made at {properties.Brokers}: {error.Reason} ({error.Code}).", fault);
        }
    }

    // The controller has made it; the brokers hear of it a little later.
    async Task UntilSeenAsync(string topic, CancellationToken stop)
    {
        var since = clock.GetTimestamp();
        while (await PartitionsAsync(topic) == 0 && clock.GetElapsedTime(since) < Timeout) await Task.Delay(LookPause, clock, stop);
    }

    // The broker hides a topic from a user without rights: it answers that there is none.
    UnrecoverableException MayNotMake(string topic, EventLogException fault)
    {
        var commands = new KafkaCommands(properties);
        return new UnrecoverableException(
            $"Kafka at {properties.Brokers} denies {properties.Principal} the right Create on topic '{topic}', which does not exist or which this user may "
            + "not see. If it exists, grant the right to see it with "
            + $"`{commands.Grant(properties.Principal, "Describe", "topic", topic)}`. If not, create it, or grant the right with "
            + $"`{commands.Grant(properties.Principal, "Create", "topic", topic)}`. docs/kafka-rights.md lists the rights of each stage.", fault);
    }

    async Task<IReadOnlyList<(string Topic, IReadOnlyDictionary<string, ConfigEntryResult> Settings)>> SettingsAsync(IReadOnlyCollection<string> topics) =>
        topics.Count == 0 ? [] :
        [.. (await CallAsync("describe configs", () => admin.DescribeConfigsAsync(
            topics.Select(topic => new ConfigResource { Type = ResourceType.Topic, Name = topic }), new DescribeConfigsOptions { RequestTimeout = Timeout }),
            new KafkaAccess(topics, "DescribeConfigs")))
            .Select(one => (one.ConfigResource.Name, (IReadOnlyDictionary<string, ConfigEntryResult>)one.Entries))];

    // The client's calls for this block.
    Task<T> AskAsync<T>(string call, Func<T> work, KafkaAccess? access = null) => WaitAsync(call, () => Task.Run(() => Begin(work)), access);

    Task<T> CallAsync<T>(string call, Func<Task<T>> work, KafkaAccess? access = null) => WaitAsync(call, () => Begin(work), access);

    async Task<T> WaitAsync<T>(string call, Func<Task<T>> work, KafkaAccess? access)
    {
        try
        {
            var answer = await work().WaitAsync(_disposal.Token);
            log.TakeAnswer();
            return answer;
        }
        catch (KafkaException fault)
        {
            log.TakeFault(fault.Error);
            throw KafkaFault.Of(call, fault, properties, null, access);
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
