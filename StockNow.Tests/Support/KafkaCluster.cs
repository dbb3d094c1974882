using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Confluent.Kafka;

namespace StockNow.Tests.Support;

/// <summary>Brokers that a test may break. The shell command in STOCKNOW_TEST_INFRA starts, stops and kills them.</summary>
sealed partial class KafkaCluster : IAsyncDisposable
{
    const int Attempts = 6;
    static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(2), AttemptPause = TimeSpan.FromSeconds(3), Settle = TimeSpan.FromSeconds(1);

    readonly string _command;

    readonly Dictionary<string, string> _environment;

    KafkaCluster(string command, Dictionary<string, string> environment) => (_command, _environment) = (command, environment);

    /// <summary>All addresses.</summary>
    public string Brokers => _environment["STOCKNOW_TEST_KAFKA"];

    /// <summary>Arguments that choose this event log and sign in to it, over TLS.</summary>
    public string[] SignedIn =>
    [
        "--EventLog:Kind=Kafka", $"--Kafka:BootstrapServers={_environment["STOCKNOW_TEST_KAFKA_SASL_SSL"]}", "--Kafka:SecurityProtocol=SaslSsl",
            "--Kafka:SaslMechanism=Plain",
        $"--Kafka:SaslUsername={User}", $"--Kafka:SaslPassword={_environment["STOCKNOW_TEST_KAFKA_PASSWORD"]}",
        $"--Kafka:SslCaLocation={_environment["STOCKNOW_TEST_KAFKA_CA"]}",
    ];

    /// <summary>Who signs in.</summary>
    public string User => _environment["STOCKNOW_TEST_KAFKA_USER"];

    /// <summary>Starts new, empty brokers; the test is ignored where there is no command for it.</summary>
    /// <param name="brokers">One or three.</param>
    /// <param name="variables">More variables of the command, such as <c>KAFKA_EXTRA</c>.</param>
    public static async Task<KafkaCluster> StartAsync(int brokers = 3, params IEnumerable<string> variables)
    {
        if (Environment.GetEnvironmentVariable("STOCKNOW_TEST_INFRA") is not { Length: > 0 } command)
        {
            Assert.Ignore("There is no Kafka cluster to break. Let STOCKNOW_TEST_INFRA be the command that serves brokers, such as 'env KAFKA_PORT=19092 "
                + "/path/to/infra'.");
            return null!;
        }
        command = string.Create(CultureInfo.InvariantCulture,
            $"env {string.Join(' ', variables)} KAFKA_BROKERS={brokers} {BrokerCount().Replace(command, "")}");
        await RunAsync(command, "wipe kafka");
        await StartAsync(command, "kafka");
        var environment = (await RunAsync(command, "env")).Split('\n').Where(line => line.StartsWith("export ", StringComparison.Ordinal))
            .Select(line => line["export ".Length..].Split('=', 2));
        var cluster = new KafkaCluster(command, environment.ToDictionary(variable => variable[0], variable => variable[1]));
        cluster.Brokers.Split(',').Should().HaveCount(brokers);
        return cluster;
    }

    /// <summary>Ends a broker in order and starts it again; returns when all brokers have everything.</summary>
    public async Task RestartAsync(int broker)
    {
        await RunAsync(_command, $"stop kafka-{broker}");
        await StartAgainAsync($"kafka-{broker}");
    }

    /// <summary>Kills a broker and starts it again after a while; returns when all brokers have everything.</summary>
    public async Task KillAsync(int broker, TimeSpan away)
    {
        await RunAsync(_command, $"kill kafka-{broker}");
        await Task.Delay(away);
        await StartAgainAsync($"kafka-{broker}");
    }

    /// <summary>Does something to all brokers: <c>stop</c>, <c>kill</c>, <c>pause</c> or <c>resume</c>.</summary>
    public Task AllAsync(string blow) => RunAsync(_command, $"{blow} kafka");

    /// <summary>Does something to all brokers, while a program asks nothing of them.</summary>
    /// <remarks>
    /// Without another broker, one that dies while it ends a transaction may forget to end it in some partitions; see
    /// docs/decisions/0013-forgotten-markers.md.
    /// </remarks>
    public async Task AllAsync(string blow, HostProcess silent)
    {
        silent.Signal("STOP");
        await Task.Delay(Settle);
        await AllAsync(blow);
        silent.Signal("CONT");
    }

    /// <summary>Starts brokers that are away with what they had; returns when all brokers have everything.</summary>
    public async Task StartAgainAsync(string brokers = "kafka")
    {
        await StartAsync(_command, brokers);
        await UntilInSyncAsync();
    }

    /// <summary>The folder with all that the first broker has.</summary>
    public async Task<string> FirstFolderAsync() =>
        Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName((await RunAsync(_command, "log kafka-1")).Trim()))!, "kafka-1");

    /// <summary>Waits until the first broker has ended by itself.</summary>
    public Task UntilFirstAwayAsync()
    {
        var first = Brokers.Split(',')[0];
        return Support.Wait.UntilAsync(
            async () =>
            {
                using var client = new TcpClient();
                try { await client.ConnectAsync(IPEndPoint.Parse(first)); }
                catch (SocketException) { return true; }
                return false;
            }, $"the broker at {first} has ended");
    }

    /// <summary>One of Kafka's own tools.</summary>
    /// <returns>What it printed.</returns>
    public Task<string> ToolAsync(string tool, string arguments) => RunAsync(_command, $"kafka {tool} --bootstrap-server {Brokers} {arguments}");

    /// <summary>One of Kafka's own tools, with all arguments as the program printed them.</summary>
    public Task<string> PrintedAsync(string tool, string arguments) => RunAsync(_command, $"kafka {tool} {arguments}");

    public async ValueTask DisposeAsync() => await RunAsync(_command, "wipe kafka");

    // A port may still be held by connections of the broker before.
    public static async Task StartAsync(string command, string services)
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
            if (since.Elapsed > TimeLimit) throw new TimeoutException($"The brokers at {Brokers} are not in sync after {TimeLimit}.");
            await Task.Delay(200);
        }
    }

    static bool IsInSync(IAdminClient admin)
    {
        try
        {
            return admin.GetMetadata(TimeSpan.FromSeconds(5)).Topics.All(topic =>
                topic.Partitions.All(partition => partition.InSyncReplicas.Length == partition.Replicas.Length && partition.Leader >= 0));
        }
        catch (KafkaException) { return false; }
    }

    /// <summary>Runs a command with arguments in a shell.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string command, string arguments)
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
    // How many brokers there are is the test's choice.
    [GeneratedRegex(@"\bKAFKA_BROKERS=\d+\s*")]
    private static partial Regex BrokerCount();
}
