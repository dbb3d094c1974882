namespace StockNow.Tests.Support;

/// <summary>The servers of HDFS and S3 that the tests use, to be broken by name.</summary>
static class LakeServers
{
    const int Attempts = 60;

    /// <summary>kill -9, and a new start that keeps the data.</summary>
    public static async Task RestartAsync(string server)
    {
        await RunAsync($"kill {server}");
        await StartAsync(server);
    }

    /// <summary>SIGSTOP, and SIGCONT after a while.</summary>
    public static async Task PauseAsync(string server, TimeSpan pause)
    {
        await RunAsync($"pause {server}");
        try { await Task.Delay(pause); }
        finally { await RunAsync($"resume {server}"); }
    }

    /// <summary>Starts one that is not running.</summary>
    public static async Task StartAsync(string server)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await RunAsync($"start {server}");
                return;
            }
            catch (InvalidOperationException) when (attempt < Attempts)
            {
                await Task.Delay(1000); // its port may still be held by a connection of the process that was killed
            }
        }
    }

    // The services that all tests share, not those of STOCKNOW_TEST_INFRA, which are brokers of a test's own.
    static Task RunAsync(string command)
    {
        if (Environment.GetEnvironmentVariable("STOCKNOW_TEST_INFRA") is { Length: > 0 } infra)
            return KafkaCluster.RunAsync(infra.Split(' ')[^1], command);
        Assert.Ignore("The servers of the lake cannot be broken here. Let STOCKNOW_TEST_INFRA be the command that serves them, such as 'env "
            + "STOCKNOW_INFRA_HOME=/tmp/brokers /path/to/infra'.");
        return Task.CompletedTask;
    }
}
