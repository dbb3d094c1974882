using System.Diagnostics;
using Confluent.Kafka;

namespace StockNow.Tests.Support;

/// <summary>Three brokers that a test may break. The shell command in STOCKNOW_TEST_INFRA starts, stops and kills them.</summary>
sealed class KafkaCluster : IAsyncDisposable
{
    const int Attempts = 6;
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2), AttemptPause = TimeSpan.FromSeconds(3);

    readonly string _command;

    KafkaCluster(string command, string brokers) => (_command, Brokers) = (command, brokers);

    /// <summary>All three addresses.</summary>
    public string Brokers { get; }

    /// <summary>Starts new, empty brokers; the test is ignored where there is no command for it.</summary>
    public static async Task<KafkaCluster> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("STOCKNOW_TEST_INFRA") is not { Length: > 0 } command)
        {
            Assert.Ignore("There is no Kafka cluster to break. Let STOCKNOW_TEST_INFRA be the command that serves three brokers, such as 'env KAFKA_BROKERS=3 KAFKA_PORT=19092 /path/to/infra'.");
            return null!;
        }
        await RunAsync(command, "wipe kafka");
        await StartAsync(command, "kafka");
        var variables = await RunAsync(command, "env");
        var cluster = new KafkaCluster(command, variables.Split('\n').Single(line => line.StartsWith("export STOCKNOW_TEST_KAFKA=", StringComparison.Ordinal)).Split('=', 2)[1]);
        cluster.Brokers.Split(',').Should().HaveCount(3, "a cluster keeps its promises when one broker is away");
        return cluster;
    }

    /// <summary>Ends a broker in order and starts it again; returns when all brokers have everything.</summary>
    public async Task RestartAsync(int broker)
    {
        await RunAsync(_command, $"stop kafka-{broker}");
        await StartAsync(_command, $"kafka-{broker}");
        await UntilInSyncAsync();
    }

    /// <summary>Kills a broker and starts it again after a while; returns when all brokers have everything.</summary>
    public async Task KillAsync(int broker, TimeSpan away)
    {
        await RunAsync(_command, $"kill kafka-{broker}");
        await Task.Delay(away);
        await StartAsync(_command, $"kafka-{broker}");
        await UntilInSyncAsync();
    }

    /// <summary>Ends all brokers.</summary>
    public Task StopAllAsync() => RunAsync(_command, "stop kafka");

    /// <summary>Starts all brokers again; returns when all have everything.</summary>
    public async Task StartAllAsync()
    {
        await StartAsync(_command, "kafka");
        await UntilInSyncAsync();
    }

    public async ValueTask DisposeAsync() => await RunAsync(_command, "wipe kafka");

    // A port may still be held by connections of the broker before.
    static async Task StartAsync(string command, string services)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await RunAsync(command, $"start {services}");
                return;
            }
            catch (InvalidOperationException) when (attempt < Attempts) { await Task.Delay(AttemptPause); }
        }
    }

    async Task UntilInSyncAsync()
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = Brokers }).SetLogHandler((_, _) => { }).Build();
        var since = Stopwatch.StartNew();
        while (!IsInSync(admin))
        {
            if (since.Elapsed > Patience) throw new TimeoutException($"The brokers at {Brokers} are not in sync after {Patience}.");
            await Task.Delay(200);
        }
    }

    static bool IsInSync(IAdminClient admin)
    {
        try { return admin.GetMetadata(TimeSpan.FromSeconds(5)).Topics.All(topic => topic.Partitions.All(partition => partition.InSyncReplicas.Length == partition.Replicas.Length && partition.Leader >= 0)); }
        catch (KafkaException) { return false; }
    }

    static async Task<string> RunAsync(string command, string arguments)
    {
        // Brokers outlive the command and would hold its output open: it goes to a file.
        var output = Path.GetTempFileName();
        try
        {
            using var process = Process.Start("bash", ["-c", $"{{ {command} {arguments}; }} >'{output}' 2>&1 </dev/null"]);
            await process.WaitForExitAsync();
            var text = await File.ReadAllTextAsync(output);
            return process.ExitCode == 0 ? text : throw new InvalidOperationException($"'{command} {arguments}' ended with {process.ExitCode}: {text}");
        }
        finally { File.Delete(output); }
    }
}
