using System.Globalization;
using System.Text.RegularExpressions;
using StockNow.Host.Health;
using StockNow.Stages.Hosting;

namespace StockNow.Tests.Deployment;

/// <summary>What the compose files and the Dockerfile say of the program is true, and they stay within their bounds.</summary>
sealed partial class ComposeTests
{
    const string Program = "/app/stocknow";

    /// <summary>4 GB.</summary>
    const int MemoryMiB = 3814;

    static readonly string Configuration = ProductRules.PathOf("deploy", "config", "appsettings.json");

    static readonly Dictionary<string, ComposeService> Services = ComposeFile.Read("docker-compose.yml");

    static readonly Dictionary<string, ComposeService> Servers = ComposeFile.Read("docker-compose.infra.yml");

    static IEnumerable<KeyValuePair<string, ComposeService>> Stages => Services.Where(one => !one.Value.HasProfile);

    [Test]
    public void Each_stage_has_one_service_that_is_named_after_it() =>
        Stages.Select(one => (one.Key, string.Join(' ', one.Value.Command)))
            .Should().BeEquivalentTo(StageCatalog.Find().Names.Select(name => (name, $"--stages={name}")));

    [Test]
    public void Program_accepts_every_argument_and_every_setting()
    {
        foreach (var (name, service) in Stages)
        {
            ProductRules.ArgumentFaults(service.Command).Should().BeEmpty();
            service.Environment.Keys.Where(variable => !variable.StartsWith("STOCKNOW__", StringComparison.Ordinal)).Should().BeEmpty("others are not read");
            ProductRules.SettingFaults(Configuration, name, service.Environment).Should().BeEmpty();
        }
    }

    [Test]
    public void Health_is_asked_by_a_command_of_the_program()
    {
        foreach (var check in Stages.Select(one => one.Value.Check).Append(DockerfileCheck()))
        {
            check[0].Should().Be(Program);
            check.Skip(1).Should().NotBeEmpty();
            ProductRules.ArgumentFaults(check.Skip(1)).Should().BeEmpty();
        }
    }

    [Test]
    public void Stages_are_hardened()
    {
        foreach (var (_, service) in Stages)
        {
            service.Text("read_only").Should().Be("true");
            service.Text("user").Should().Be("1654:1654");
            service.Words("cap_drop").Should().Equal("ALL");
            service.Words("security_opt").Should().Equal("no-new-privileges:true");
        }
    }

    [Test]
    public void Stop_has_more_time_than_the_program_takes()
    {
        var limit = ProductRules.ShutdownTimeout(Configuration).TotalSeconds;
        Stages.Should().OnlyContain(one => int.Parse(one.Value.Text("stop_grace_period").TrimEnd('s'), CultureInfo.InvariantCulture) > limit);
    }

    [Test]
    public void All_services_without_a_profile_have_limits_and_fit_in_4_GB()
    {
        var all = Services.Concat(Servers).ToList();

        all.Should().OnlyContain(one => one.Value.Text("memswap_limit") == one.Value.Text("mem_limit"), "else as much again may be swapped");
        all.Where(one => !one.Value.HasProfile).Sum(one => one.Value.MemoryMiB).Should().BeLessThanOrEqualTo(MemoryMiB);
    }

    [Test]
    public void Ports_are_published_on_the_loopback_address_only() =>
        Services.Concat(Servers).SelectMany(one => one.Value.Words("ports")).Should().NotBeEmpty().And.OnlyContain(port => port.StartsWith("127.0.0.1:"));

    [Test]
    public void Prometheus_asks_every_stage_on_the_port_that_the_image_serves()
    {
        var text = File.ReadAllText(ProductRules.PathOf("deploy", "observe", "prometheus.yml"));

        NamesLine().Match(text).Groups[1].Value.Split(", ").Should().BeEquivalentTo(StageCatalog.Find().Names);
        PortLine().Match(text).Groups[1].Value.Should().Be(ProductRules.Port.ToString(CultureInfo.InvariantCulture));
        text.Should().NotContain("metrics_path", $"the usual path is {HealthPaths.Metrics}");
        File.ReadAllText(ProductRules.PathOf("Dockerfile")).Should().Contain($"EXPOSE {ProductRules.Port}\n");
    }

    static string[] DockerfileCheck() =>
        [.. QuotedWord().Matches(CheckLine().Match(File.ReadAllText(ProductRules.PathOf("Dockerfile"))).Value).Select(word => word.Groups[1].Value)];

    [GeneratedRegex("^HEALTHCHECK .*", RegexOptions.Multiline)]
    private static partial Regex CheckLine();

    [GeneratedRegex("\"([^\"]+)\"")]
    private static partial Regex QuotedWord();

    [GeneratedRegex(@"names: \[(.*)\]")]
    private static partial Regex NamesLine();

    [GeneratedRegex(@"port: (\d+)")]
    private static partial Regex PortLine();
}
