using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Stages.Engines;
using StockNow.Stages.Engines.Spark;
using StockNow.Tests.Support;

namespace StockNow.Tests.Engines;

/// <summary>A fault of Spark names the setting and the next step.</summary>
sealed class SparkFaultsTests
{
    [Test]
    public async Task A_server_that_does_not_answer_is_named_with_its_setting()
    {
        using var unused = new TcpListener(IPAddress.Loopback, 0);
        unused.Start();
        var remote = $"sc://127.0.0.1:{((IPEndPoint)unused.LocalEndpoint).Port}";
        unused.Stop();

        (await FaultOfAsync(new SparkOptions { Remote = remote })).Should().StartWith($"Spark at {remote} (Analysis:Spark:Remote) cannot be reached");
    }

    [Test]
    public async Task An_encrypted_connection_to_a_server_without_TLS_is_explained() =>
        (await FaultOfAsync(new SparkOptions { Remote = SparkServer.Address(), Tls = true })).Should().Contain("Analysis:Spark:Tls");

    [Test]
    public async Task A_file_that_Spark_cannot_see_is_named()
    {
        using var folder = new TempFolder();
        var engine = Engine(new SparkOptions { Remote = SparkServer.Address() });

        var asking = () => engine.CountAsync(["/nowhere/lake/a.parquet"], folder["cells.parquet"], default);

        (await asking.Should().ThrowAsync<EngineException>()).Which.Message.Should().Contain("cannot read the lake's file /nowhere/lake/a.parquet")
            .And.Contain("must reach this place");
    }

    [Test]
    public async Task A_file_that_holds_no_readings_is_named()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["a.parquet"], "no Parquet at all");
        var engine = Engine(new SparkOptions { Remote = SparkServer.Address() });

        var counting = () => engine.CountAsync([folder["a.parquet"]], folder["cells.parquet"], default);

        (await counting.Should().ThrowAsync<EngineException>()).Which.Message.Should().Contain($"cannot read the lake's file {folder["a.parquet"]}");
    }

    [TestCase("localhost:15002", "is no address of Spark Connect")]
    [TestCase("http://localhost:15002", "is no address of Spark Connect")]
    [TestCase("sc://localhost/;token=a", "are settings of their own")]
    public void An_address_that_cannot_be_used_is_refused_with_the_reason(string remote, string reason) =>
        new SparkOptions { Remote = remote }.Validate(new(new object())).Should().ContainSingle().Which.ErrorMessage.Should().Contain(reason);

    [TestCase("/data/a b.parquet", "file:///data/a b.parquet")]
    [TestCase("/data[1]/*.parquet", "file:///data\\[1\\]/\\*.parquet")]
    [TestCase("s3a://bucket/a.parquet", "s3a://bucket/a.parquet")]
    public void Paths_are_named_as_Spark_reads_them(string file, string place) => SparkPath.Of(file).Should().Be(place);

    static SparkEngine Engine(SparkOptions options) => new(options, TimeProvider.System, NullLogger<SparkEngine>.Instance);

    static async Task<string> FaultOfAsync(SparkOptions options) =>
        (await FluentActions.Invoking(() => Engine(options).PingAsync(default)).Should().ThrowAsync<EngineException>()).Which.Message;
}
