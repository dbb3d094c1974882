namespace StockNow.Benchmarks.Kafka;

/// <summary>A stage of StockNow's in a process of its own, as in production.</summary>
static class OwnStage
{
    public static ChildProcess Start(BenchmarkRun run, string stage, params IEnumerable<string> settings) => ChildProcess.StartHost(
    [
        $"--stages={stage}", "--EventLog:Kind=Kafka", $"--Kafka:BootstrapServers={run.Settings.Kafka!.Brokers}", $"--DataFolder={run.NewFolder().Path}",
            "--Logging:LogLevel:Default=Warning", "--EventLog:AllowReprocessing=true", .. settings,
    ]);
}
