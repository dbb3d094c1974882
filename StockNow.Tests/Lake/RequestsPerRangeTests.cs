using StockNow.Stages.Lake.Store;
using StockNow.Tests.Storage;
using StockNow.Tests.Support;

namespace StockNow.Tests.Lake;

/// <summary>What a range costs on a remote store does not grow with the number of ranges before it.</summary>
[TestFixture]
public sealed class RequestsPerRangeTests
{
    const int RecordsPerRange = 5;

    [Test]
    [Category("S3")]
    public async Task A_range_of_one_file_takes_four_requests_on_S3()
    {
        using var prefix = new S3Prefix();
        await using var proxy = await FaultyProxy.StartAsync(S3Prefix.Endpoint);
        using var lake = prefix.Open(prefix.Options(proxy.Address.ToString()));

        (await RequestsAsync(lake, () => proxy.Requests, ranges: 30)).Should().Be(4);
    }

    [Test]
    [Category("Hdfs")]
    public async Task A_range_of_one_file_takes_as_many_requests_on_HDFS_whatever_came_before()
    {
        using var folder = new HdfsFolder();
        await using var proxy = await FaultyProxy.StartAsync(HdfsFolder.NameNode);
        using var lake = folder.Open(folder.Options(proxy.Address.ToString()));

        (await RequestsAsync(lake, () => proxy.Requests, ranges: 10)).Should().BeLessThan(12, "requests to the NameNode");
    }

    // Twice as many ranges take twice as many requests, beyond those of the start and the end.
    static async Task<double> RequestsAsync(ILakeStore lake, Func<int> requests, int ranges)
    {
        using var storage = new StorageHarness();
        storage.Options.MaxRows = RecordsPerRange;
        storage.Options.CheckpointEvery = 10_000;
        var counts = new List<int>();
        foreach (var times in new[] { 1, 1, 2 })
        {
            var records = times * ranges * RecordsPerRange;
            storage.Log.Append(0, Enumerable.Range(0, records).Select(number => Readings.Json(Readings.Noon.AddMilliseconds(number))));
            var before = requests();
            await storage.DrainAsync(lake);
            counts.Add(requests() - before);
        }
        TestContext.Out.WriteLine($"requests: {string.Join(", ", counts)}");
        return (counts[2] - counts[1]) / (double)ranges;
    }
}
