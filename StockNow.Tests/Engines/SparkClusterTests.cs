using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Stages.Engines;
using StockNow.Stages.Engines.Spark;
using StockNow.Tests.Support;
using static StockNow.Tests.Engines.ParquetFiles;

namespace StockNow.Tests.Engines;

/// <summary>A cluster, a server with a token, and a server that dies: each fault is clear within 15 seconds and names the setting.</summary>
[NonParallelizable]
[Category("Spark")]
sealed class SparkClusterTests
{
    static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    [Test]
    public async Task A_standalone_cluster_counts()
    {
        await using var cluster = await SparkCluster.StartAsync(standalone: true);
        using var files = new ParquetFiles();

        var answers = await files.AnswersOfAsync(Engine(), [files.Write(Row.AlertOf("ski"), Row.AlertOf("pull"))], new Selection("UTC"));

        answers.TopProducts.Select(product => (product.ProductId, product.Alerts)).Should().Equal(("pull", 1), ("ski", 1));
    }

    [TestCase(null, "asks for a token: set Analysis:Spark:Token.")]
    [TestCase("wrong", "does not accept the token in Analysis:Spark:Token.")]
    public async Task A_token_that_lacks_or_is_wrong_is_named_with_its_setting(string? token, string fault)
    {
        await using var cluster = await SparkCluster.StartAsync(token: "right");

        await Engine("right").PingAsync(default);
        (await FaultOfAsync(() => Engine(token).PingAsync(default))).Should().Contain(fault).And.NotContain("right");
    }

    [Test]
    public async Task A_server_that_dies_while_it_counts_is_named_and_found_again_after_its_restart()
    {
        await using var cluster = await SparkCluster.StartAsync();
        using var files = new ParquetFiles();
        var one = files.Write(Row.AlertOf("ski"));
        await files.AnswersOfAsync(Engine(), [one], new Selection("UTC")); // a first query takes long
        // Many files: the count takes some seconds.
        var copies = files.Copy(one, 4_000);
        var counting = files.AnswersOfAsync(Engine(), copies, new Selection("UTC"));
        await Task.Delay(TimeSpan.FromSeconds(2));
        counting.IsCompleted.Should().BeFalse("the server is to die meanwhile");

        await cluster.KillAsync();

        (await FaultOfAsync(() => counting)).Should().StartWith($"Spark at {SparkCluster.Address} (Analysis:Spark:Remote) ");
        await cluster.StartAgainAsync();
        (await files.AnswersOfAsync(Engine(), [one], new Selection("UTC"))).Readings.Should().Be(1);
    }

    [Test]
    public async Task A_count_that_is_stopped_does_not_run_on()
    {
        await using var cluster = await SparkCluster.StartAsync();
        using var files = new ParquetFiles();
        using var stop = new CancellationTokenSource();
        var one = files.Write(Row.AlertOf("ski"));
        await files.AnswersOfAsync(Engine(), [one], new Selection("UTC"));
        var counting = Engine().CountAsync(files.Copy(one, 4_000), files.PathOf("stopped.parquet"), stop.Token);
        await Task.Delay(TimeSpan.FromSeconds(2));
        counting.IsCompleted.Should().BeFalse("it is to be stopped meanwhile");

        var since = Stopwatch.StartNew();
        await stop.CancelAsync();

        await FluentActions.Awaiting(() => counting).Should().ThrowAsync<OperationCanceledException>();
        since.Elapsed.Should().BeLessThan(Soon);
        using var web = new HttpClient();
        await Wait.UntilAsync(async () => (await web.GetStringAsync("http://127.0.0.1:24040/api/v1/applications")) is { } found
            && await IsIdleAsync(web, found.Split("\"id\" : \"")[1].Split('"')[0]), "no job runs");
    }

    static async Task<bool> IsIdleAsync(HttpClient web, string application) =>
        !(await web.GetStringAsync($"http://127.0.0.1:24040/api/v1/applications/{application}/jobs?status=running"))
            .Contains("jobId", StringComparison.Ordinal);

    static async Task<string> FaultOfAsync(Func<Task> work)
    {
        var since = Stopwatch.StartNew();
        var fault = (await FluentActions.Awaiting(work).Should().ThrowAsync<EngineException>()).Which.Message;
        since.Elapsed.Should().BeLessThan(Soon);
        return fault;
    }

    static SparkEngine Engine(string? token = null) =>
        new(new SparkOptions { Remote = SparkCluster.Address, Token = token }, TimeProvider.System, NullLogger<SparkEngine>.Instance);
}
