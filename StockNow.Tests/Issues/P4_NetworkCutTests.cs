using System.Globalization;
using StockNow.Tests.Pipelines;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>
/// The network is cut for 3 to 10 s at the moment of commit: requests, answers or both vanish, of all connections or of those that a transaction is being
/// ended over. The client sends requests again, and the first ones arrive late. STOCKNOW_NETWORK_CUTS says how many cuts, STOCKNOW_NETWORK_CUTS_PLAIN=true
/// puts a plain loop of the Kafka client beside the filter, for comparison.
/// </summary>
[Category("Kafka")]
[NonParallelizable]
sealed class P4_NetworkCutTests
{
    const int ReadingsPerSecond = 300, SecondsPerCut = 12, CutsPerBroker = 50, FewestBrokers = 2;

    static int Cuts => int.TryParse(Environment.GetEnvironmentVariable("STOCKNOW_NETWORK_CUTS"), CultureInfo.InvariantCulture, out var cuts) ? cuts : 20;

    static bool HasPlainLoop => bool.TryParse(Environment.GetEnvironmentVariable("STOCKNOW_NETWORK_CUTS_PLAIN"), out var plain) && plain;

    [LongRun]
    [Test]
    public async Task Each_reading_alert_and_report_exists_once_although_the_network_was_cut_at_the_moment_of_commit()
    {
        var random = Pipeline.SeededRandom();
        using var folder = new TempFolder();
        var brokers = Math.Max(FewestBrokers, Cuts / CutsPerBroker);
        var cuts = Cuts / brokers;
        var seconds = (cuts + 5) * SecondsPerCut;
        var file = ReadingsFile.Make(folder, seconds * ReadingsPerSecond, TimeSpan.FromSeconds(seconds));
        var runs = new List<NetworkCutRun>();
        try
        {
            for (var number = 1; number <= brokers; number++) runs.Add(await NetworkCutRun.StartAsync(number, file, folder[$"run-{number}"], HasPlainLoop));
            await Task.WhenAll(runs.Select(run => run.RunAsync(cuts, new Random(random.Next()))));
            foreach (var line in runs.SelectMany(run => run.Faults.Prepend(run.Summary))) TestContext.Progress.WriteLine(line);

            runs.SelectMany(run => run.Faults).Should().BeEmpty();
            runs.Sum(run => run.Renewals).Should().BePositive("cuts that meet no commit prove nothing");
        }
        finally
        {
            foreach (var run in runs) await run.DisposeAsync();
            if (Environment.GetEnvironmentVariable("STOCKNOW_NETWORK_CUTS_LOGS") is { Length: > 0 } logs)
                foreach (var log in Directory.GetFiles(folder.Path, "*.log", SearchOption.AllDirectories))
                    File.Copy(log, Path.Combine(Directory.CreateDirectory(logs).FullName, Path.GetRelativePath(folder.Path, log).Replace('/', '-')), true);
        }
    }
}
