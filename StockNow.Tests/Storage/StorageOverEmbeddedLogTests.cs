using System.IO.Compression;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Tests.Support;

namespace StockNow.Tests.Storage;

/// <summary>The stage on the real event log, with real readings.</summary>
[TestFixture]
public sealed class StorageOverEmbeddedLogTests
{
    [Test]
    public async Task Real_readings_are_stored_once_although_the_worker_is_killed_on_the_way()
    {
        using var folder = new TempFolder();
        using var storage = new StorageHarness();
        storage.Options.MaxRows = 5_000;
        await using var log = new EmbeddedEventLog(EmbeddedLogFolder.In(folder.Path), ProductPipeline.Groups, new EventLogOptions(), TimeProvider.System,
            NullLogger<EmbeddedEventLog>.Instance);
        var sent = await SendAsync(log, SharedData.Readings);
        var drained = new StageSignals(new CancellationToken(true), default);

        foreach (var step in new[] { 40, 120, 250 })
        {
            var lake = new FaultyLakeStore(storage.Lake) { Fault = LakeFault.CrashAfter, FaultAt = step };
            await storage.Invoking(one => one.RunAsync(drained, lake, log)).Should().ThrowAsync<CrashException>();
        }
        await storage.RunAsync(drained, log: log);

        storage.Query("select count(*), count(distinct (partition, \"offset\")), count(*) filter (alert) from $files").Single().Should()
            .Equal((long)sent, (long)sent, 15_246L);
        (await storage.VerifyAsync()).Findings.Should().BeEmpty();
        var ends = await log.DescribeAsync(TopicNames.Input, default);
        var committed = await log.CommittedAsync(GroupNames.Storage, TopicNames.Input, default);
        ends.Should().AllSatisfy(partition => committed.GetValueOrDefault(partition.Partition.Partition).Should().Be(partition.End));
    }

    static async Task<int> SendAsync(EmbeddedEventLog log, string path)
    {
        await log.EnsureTopicsAsync(TopicNames.All, default);
        await using var writer = await log.OpenWriterAsync("test", default);
        using var lines = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var reader = new ReadingReader();
        var sent = 0;
        for (; await lines.ReadLineAsync() is { } line; sent++)
        {
            var value = Encoding.UTF8.GetBytes(line);
            writer.Produce(TopicNames.Input, reader.SensorIdOf(value), value);
        }
        await writer.CommitAsync(default);
        return sent;
    }
}
