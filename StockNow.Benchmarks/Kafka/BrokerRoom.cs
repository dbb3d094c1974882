using Confluent.Kafka;
using Confluent.Kafka.Admin;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;
using TopicPartition = StockNow.Contracts.Topics.TopicPartition;

namespace StockNow.Benchmarks.Kafka;

/// <summary>StockNow's topics and groups on a broker for the time of a benchmark. They are deleted at the end.</summary>
sealed class BrokerRoom : IAsyncDisposable
{
    /// <summary>Where the peer passes alerts on to.</summary>
    public const string PeerAlerts = "benchmark-peer-alerts";

    /// <summary>As many as the product makes by default.</summary>
    public const int Partitions = 6;

    const string OurPrefix = "instocknow-";
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30), Look = TimeSpan.FromMilliseconds(20);

    readonly IAdminClient _admin;
    readonly PipelineRun _pipeline;

    BrokerRoom(IAdminClient admin, PipelineRun pipeline) => (_admin, _pipeline) = (admin, pipeline);

    /// <summary>The event log as the product puts it together.</summary>
    public IEventLog Log => _pipeline.Log;

    /// <summary>Takes the broker over, and makes the topics.</summary>
    /// <exception cref="BenchmarkException">There are topics of StockNow's that somebody may miss.</exception>
    public static async Task<BrokerRoom> TakeAsync(BenchmarkRun run)
    {
        var settings = run.Settings.Kafka ?? throw new BenchmarkException("There is no Kafka. Start a broker and name it: --kafka=127.0.0.1:9092.");
        var pipeline = PipelineRun.Prepare(run, run.NewFolder(), Stages.Hosting.StageNames.AlertFilter, settings: new()
        {
            ["EventLog:Kind"] = "Kafka",
            ["EventLog:Kafka:Partitions"] = $"{Partitions}",
            ["Kafka:BootstrapServers"] = settings.Brokers,
            ["Kafka:LingerMs"] = "20", // whole batches, as a busy producer makes them
        });
        await pipeline.Log.DescribeAsync(TopicNames.Input, CancellationToken.None); // the product says best why a broker cannot be reached
        var room = new BrokerRoom(new AdminClientBuilder(new AdminClientConfig { BootstrapServers = settings.Brokers }).Build(), pipeline);
        if (room.Topics() is { Count: > 0 } topics && !settings.Wipe)
            throw new BenchmarkException($"There are topics of StockNow's at {settings.Brokers} ({string.Join(", ", topics)}), which a benchmark would "
                + "delete. Use a broker of its own, or --wipe.");
        await room.RenewAsync();
        return room;
    }

    /// <summary>Deletes all topics and creates them again, empty.</summary>
    public async Task RenewAsync()
    {
        await DeleteAsync();
        await Log.EnsureTopicsAsync([.. TopicNames.All], CancellationToken.None);
        await _admin.CreateTopicsAsync([new TopicSpecification { Name = PeerAlerts, NumPartitions = Partitions, ReplicationFactor = -1 }]);
    }

    /// <summary>Lets a group that nobody is in begin at the start of a topic.</summary>
    public Task RewindAsync(string group, string topic) => _admin.AlterConsumerGroupOffsetsAsync(
        [new ConsumerGroupTopicPartitionOffsets(group, [.. Enumerable.Range(0, Partitions).Select(number => new TopicPartitionOffset(topic, number, 0))])]);

    /// <summary>Waits until a group that began at the start has committed all of a topic.</summary>
    /// <param name="group">The group.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="progress">Is notified from time to time which part of the offsets is committed.</param>
    public async Task WhenCommittedAsync(string group, string topic, Action<double> progress)
    {
        var ends = await Log.DescribeAsync(topic, CancellationToken.None);
        while (true)
        {
            var committed = await Log.CommittedAsync(group, topic, CancellationToken.None);
            progress((double)committed.Values.Sum() / ends.Sum(end => end.End));
            if (ends.All(end => end.End == 0 || (committed.TryGetValue(end.Partition.Partition, out var next) && next >= end.End))) return;
            await Task.Delay(Look);
        }
    }

    /// <summary>Records of a topic that a read_committed consumer sees after the given ends.</summary>
    public async Task<long> CountAsync(string topic, IReadOnlyList<PartitionState>? after = null)
    {
        var count = 0L;
        foreach (var (partition, start, end) in await Log.DescribeAsync(topic, CancellationToken.None))
        {
            var from = after?[partition.Partition].End ?? start;
            await foreach (var batch in Log.ScanAsync(new TopicPartition(topic, partition.Partition), from, end, CancellationToken.None)) count += batch.Count;
        }
        return count;
    }

    public async ValueTask DisposeAsync()
    {
        await DeleteAsync();
        _admin.Dispose();
        await _pipeline.DisposeAsync();
    }

    async Task DeleteAsync()
    {
        if (Topics() is not { Count: > 0 } topics) return;
        await _admin.DeleteTopicsAsync(topics);
        using var timeLimit = new CancellationTokenSource(Timeout);
        while (Topics().Count > 0) await Task.Delay(Look, timeLimit.Token);
    }

    List<string> Topics() => [.. _admin.GetMetadata(Timeout).Topics.Select(topic => topic.Topic)
        .Where(name => name.StartsWith(OurPrefix, StringComparison.Ordinal) || name == PeerAlerts)];
}
