using System.Globalization;
using System.Text.RegularExpressions;

namespace StockNow.Tests.Support;

/// <summary>A broker, empty at first, in a network of its own that can be cut.</summary>
sealed partial class CutOffBroker : IAsyncDisposable
{
    const int Port = 9092, Controller = 9093, Sasl = 9094;

    readonly string _command;

    CutOffBroker(CutOffNetwork network, string command) => (Network, _command) = (network, command);

    public CutOffNetwork Network { get; }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"{Network.Address}:{Port}");

    /// <summary>Starts one; the test is ignored where that is not possible.</summary>
    /// <param name="number">Tells several apart.</param>
    public static async Task<CutOffBroker> StartAsync(int number)
    {
        if (Environment.GetEnvironmentVariable("STOCKNOW_TEST_INFRA") is not { Length: > 0 } infra)
        {
            Assert.Ignore("There is no Kafka broker to cut off. Let STOCKNOW_TEST_INFRA be the command that serves brokers, such as 'env "
                + "STOCKNOW_INFRA_HOME=/tmp/brokers /path/to/infra'.");
            return null!;
        }
        var home = HomeOf(infra);
        var own = string.Create(CultureInfo.InvariantCulture, $"{home}-cut-off-{number}");
        ShareBinaries(home, own);
        await KafkaCluster.RunAsync($"env STOCKNOW_INFRA_HOME={own} KAFKA_BROKERS=1 {infra.Split(' ')[^1]}", "wipe kafka"); // what a run before has left
        var network = await CutOffNetwork.MakeAsync(number, Port);
        // Later lines of its properties count: it must listen where others reach it.
        var listeners = string.Create(CultureInfo.InvariantCulture,
            $@"$'listeners=PLAINTEXT://0.0.0.0:{Port},SASL_SSL://127.0.0.1:{Sasl},CONTROLLER://127.0.0.1:{Controller}"
                + $@"\nadvertised.listeners=PLAINTEXT://{network.Address}:{Port},SASL_SSL://localhost:{Sasl},CONTROLLER://127.0.0.1:{Controller}'");
        var command = network.Inside(string.Create(CultureInfo.InvariantCulture,
            $"env STOCKNOW_INFRA_HOME={own} KAFKA_BROKERS=1 KAFKA_PORT={Port} KAFKA_CONTROLLER_PORT={Controller} KAFKA_SASL_PORT={Sasl} KAFKA_HEAP=256m "
            + $"KAFKA_EXTRA={listeners} {infra.Split(' ')[^1]}"));
        await KafkaCluster.RunAsync(command, "start kafka");
        return new CutOffBroker(network, command);
    }

    public async ValueTask DisposeAsync()
    {
        await KafkaCluster.RunAsync(_command, "wipe kafka");
        await Network.DisposeAsync();
    }

    static string HomeOf(string infra) => Home().Match(infra) is { Success: true } home
        ? home.Groups["path"].Value : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache", "stocknow-infra");

    static void ShareBinaries(string home, string own)
    {
        var shared = Directory.CreateDirectory(Path.Combine(home, "dist")).FullName;
        Directory.CreateDirectory(own);
        if (!Path.Exists(Path.Combine(own, "dist"))) Directory.CreateSymbolicLink(Path.Combine(own, "dist"), shared);
    }

    [GeneratedRegex(@"\bSTOCKNOW_INFRA_HOME=(?<path>\S+)")]
    private static partial Regex Home();
}
