namespace StockNow.Tests.Support;

/// <summary>A Spark Connect server that a test may break. The shell command in STOCKNOW_TEST_INFRA starts and kills it.</summary>
sealed class SparkCluster : IAsyncDisposable
{
    const int ConnectPort = 25002, MasterPort = 27077;

    readonly string _command;

    SparkCluster(string command) => _command = command;

    /// <summary>Its address.</summary>
    public static string Address => $"sc://127.0.0.1:{ConnectPort}";

    /// <summary>Starts a server; the test is ignored where there is no command for it.</summary>
    /// <param name="standalone">Whether it works on a master and a worker in processes of their own.</param>
    /// <param name="token">The token that it asks for, or empty.</param>
    public static async Task<SparkCluster> StartAsync(bool standalone = false, string token = "")
    {
        if (Environment.GetEnvironmentVariable("STOCKNOW_TEST_INFRA") is not { Length: > 0 } infra)
        {
            Assert.Ignore("There is no Spark to break. Let STOCKNOW_TEST_INFRA be the command that serves it, such as '/path/to/infra'.");
            return null!;
        }
        var master = standalone ? $"SPARK_MASTER=spark://127.0.0.1:{MasterPort} " : "";
        var cluster = new SparkCluster($"env {master}SPARK_CONNECT_TOKEN={token} SPARK_CONNECT_PORT={ConnectPort} SPARK_MASTER_PORT={MasterPort} "
            + $"SPARK_UI_PORT=24040 SPARK_MASTER_UI_PORT=28080 SPARK_WORKER_UI_PORT=28081 {infra}");
        await KafkaCluster.StartAsync(cluster._command, standalone ? "spark-master spark-worker spark" : "spark");
        return cluster;
    }

    /// <summary>kill -9 of the server.</summary>
    public Task KillAsync() => KafkaCluster.RunAsync(_command, "kill spark");

    /// <summary>Starts the server again.</summary>
    public Task StartAgainAsync() => KafkaCluster.StartAsync(_command, "spark");

    public async ValueTask DisposeAsync() => await KafkaCluster.RunAsync(_command, "wipe spark spark-worker spark-master");
}
