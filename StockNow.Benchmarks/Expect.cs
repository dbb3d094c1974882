using Microsoft.Extensions.DependencyInjection;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Streaming;

namespace StockNow.Benchmarks;

/// <summary>Checks that the work was done: a figure of work that was not done means nothing.</summary>
static class Expect
{
    public static void Equal(string what, long wanted, long found)
    {
        if (found != wanted) throw new BenchmarkException($"{found} {what} came out where {wanted} were due.");
    }

    /// <summary>Records ever written to a topic.</summary>
    public static async Task<long> RecordsAsync(IEventLogInspector log, string topic) =>
        (await log.DescribeAsync(topic, CancellationToken.None)).Sum(partition => partition.End);

    /// <summary>Rows in the lake.</summary>
    public static async Task<long> RowsAsync(IServiceProvider services) =>
        (await services.GetRequiredService<IPublishedFiles>().ListAsync(CancellationToken.None)).Sum(file => file.Rows);
}
