using System.Net;
using System.Text.RegularExpressions;
using StockNow.Host.Health;
using StockNow.Tests.Support;

namespace StockNow.Tests.Health;

/// <summary>Health and metrics of the real program, as a probe, a scraper and an operator see them.</summary>
sealed partial class HealthServerTests
{
    static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(3);

    [Test]
    public async Task Running_process_is_alive_ready_and_measured()
    {
        using var folder = new TempFolder();
        using var client = new HttpClient();
        await using var run = HostProcess.Start("--stages=all", $"--DataFolder={folder.Path}", "--Simulator:Rate=200", "--Http:Url=http://127.0.0.1:0");
        var address = await AddressOfAsync(run);

        (await client.GetAsync($"{address}/health/live")).StatusCode.Should().Be(HttpStatusCode.OK);
        var report = await ReportAsync(client, address, report => report.IsReady && report.Stages.Any(stage => stage.Lag is not null));
        report.Stages.Select(stage => stage.Stage).Should().Equal("simulator", "alert-filter", "alert-handler", "storage", "analysis");
        report.EventLog.Should().Be(EventLogHealth.Fine);
        (await client.GetAsync($"{address}/elsewhere")).StatusCode.Should().Be(HttpStatusCode.NotFound);

        var health = await HostProcess.RunAsync("health", $"--Http:Url={address}");
        health.ExitCode.Should().Be(0, health.Err);
        health.Out.Should().StartWith("ok  simulator      running\n").And.Contain("ok  event log      answers\n");

        var metrics = await client.GetStringAsync($"{address}/metrics");
        metrics.Should().MatchRegex("""(?m)^stocknow_stage_sent_total\{[^}]*stage="alert-handler"[^}]*\} [1-9]""")
            .And.MatchRegex("""(?m)^stocknow_stage_state\{[^}]*stage="storage",state="running"[^}]*\} 1""")
            .And.MatchRegex("""(?m)^stocknow_consumer_group_lag\{[^}]*messaging_consumer_group_name="instocknow-storage"[^}]*messaging_destination_partition_id="0"[^}]*\} \d""")
            .And.MatchRegex("""(?m)^stocknow_consumer_group_moves_total\{[^}]*move="gained"[^}]*\} 1""")
            .And.MatchRegex("""(?m)^messaging_client_operation_duration_seconds_count\{[^}]*messaging_consumer_group_name="instocknow-alert-filter"[^}]*\} [1-9]""")
            .And.MatchRegex("""(?m)^messaging_process_duration_seconds_count\{[^}]*messaging_consumer_group_name="instocknow-alert-handler"[^}]*\} [1-9]""");

        run.Signal("TERM");
        (await run.ExitAsync()).Should().Be(0, run.Err);
    }

    [Test]
    public async Task Process_that_finds_the_port_taken_says_so_and_does_its_work()
    {
        using var folder = new TempFolder();
        using var other = new TakenPort();

        var run = await HostProcess.RunAsync(
            "--stages=all", "--until-drained", "--Simulator:Count=20", "--Simulator:Rate=200", $"--DataFolder={folder.Path}", $"--Http:Url={other.Address}");

        run.ExitCode.Should().Be(0, run.Err);
        run.Err.Should().Contain($"Health and metrics cannot be served at {other.Address}; the stages run without them: ");
        run.Out.Should().Contain("rows stored");
    }

    [Test]
    public async Task Health_of_nobody_is_exit_code_1_and_says_where_it_asked()
    {
        string address;
        using (var other = new TakenPort()) address = other.Address;

        var health = await HostProcess.RunAsync("health", $"--Http:Url={address}");

        (health.ExitCode, health.Out).Should().Be((1, ""));
        health.Err.Should().StartWith($"No StockNow answers at {address}/health/ready: ");
    }

    [Test]
    public async Task Health_without_an_address_names_the_setting()
    {
        var health = await HostProcess.RunAsync("health");

        (health.ExitCode, health.Out).Should().Be((2, ""));
        health.Err.Should().StartWith("Http:Url is not set");
    }

    [Test, Category("Kafka")]
    public async Task Process_whose_brokers_go_away_stays_alive_is_not_ready_within_ten_seconds_and_comes_back_by_itself()
    {
        await using var cluster = await KafkaCluster.StartAsync(brokers: 1);
        using var folder = new TempFolder();
        using var client = new HttpClient();
        await using var run = HostProcess.Start("--stages=all", $"--DataFolder={folder.Path}", "--Simulator:Rate=200", "--Http:Url=http://127.0.0.1:0",
            "--EventLog:Kind=Kafka", $"--Kafka:BootstrapServers={cluster.Brokers}");
        var address = await AddressOfAsync(run);
        await ReportAsync(client, address, report => report.IsReady && report.EventLog is not null);

        await cluster.AllAsync("kill", run);

        var since = TimeProvider.System.GetTimestamp();
        var report = await ReportAsync(client, address, report => !report.IsReady);
        TimeProvider.System.GetElapsedTime(since).Should().BeLessThan(TimeSpan.FromSeconds(10));
        report.Stages.Select(stage => stage.Reason).Append(report.EventLog!.Reason).Should().Contain(reason => reason != null && reason.Contains("Kafka"));
        (await client.GetAsync($"{address}/health/live")).StatusCode.Should().Be(HttpStatusCode.OK);

        await cluster.StartAgainAsync();

        await ReportAsync(client, address, report => report.IsReady, TimeSpan.FromSeconds(60));
        run.Signal("TERM");
        (await run.ExitAsync()).Should().Be(0, run.Err);
    }

    static async Task<string> AddressOfAsync(HostProcess run)
    {
        await run.UntilAsync(process => Address().IsMatch(process.Err));
        return Address().Match(run.Err).Groups[1].Value;
    }

    static async Task<HealthReport> ReportAsync(HttpClient client, string address, Func<HealthReport, bool> isIt, TimeSpan? within = null)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            using var answer = await client.GetAsync($"{address}/health/ready");
            var report = HealthReport.OfJson(await answer.Content.ReadAsStringAsync());
            (answer.StatusCode == HttpStatusCode.OK).Should().Be(report.IsReady);
            if (isIt(report)) return report;
            TimeProvider.System.GetElapsedTime(since).Should().BeLessThan(within ?? TimeLimit, report.ToJson());
            await Task.Delay(100);
        }
    }

    [GeneratedRegex(@"are served at (http://127\.0\.0\.1:\d+)")]
    private static partial Regex Address();

    sealed class TakenPort : IDisposable
    {
        readonly System.Net.Sockets.TcpListener _listener = new(IPAddress.Loopback, 0);

        public TakenPort() => _listener.Start();

        public string Address => $"http://{_listener.LocalEndpoint}";

        public void Dispose() => _listener.Dispose();
    }
}
