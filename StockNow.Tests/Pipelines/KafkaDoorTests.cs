using System.Diagnostics;
using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>A first contact with Kafka that cannot work ends within seconds, with one sentence that a newcomer understands, and never shows a secret.</summary>
[Category("Kafka")]
sealed class KafkaDoorTests
{
    static string Variable(string name)
    {
        if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value) return value;
        Assert.Ignore($"There is no Kafka with TLS. Start a broker with SASL_SSL and let {name} and its neighbours (STOCKNOW_TEST_KAFKA_SASL_SSL, _USER, _PASSWORD, _CA) describe it.");
        return "";
    }

    [TestCase("--Kafka:BootstrapServers=localhost:1", "Kafka at localhost:1 cannot be reached: *Connection refused*is Kafka:BootstrapServers right?")]
    [TestCase("--Kafka:BootstrapServers=no.such.host.invalid:9092", "Kafka at no.such.host.invalid:9092 cannot be found: *Look at the host name in Kafka:BootstrapServers.")]
    public Task A_wrong_address_is_told(string address, string message) => ShouldFailAsync(message, address);

    [Test]
    public Task A_wrong_password_is_told() => ShouldFailAsync("Kafka at * refused the sign-in: *Look at Kafka:SaslUsername, Kafka:SaslPassword*", Door("not the password", Variable("STOCKNOW_TEST_KAFKA_CA")));

    [Test]
    public Task A_wrong_authority_is_told() =>
        ShouldFailAsync("Kafka at * could not be trusted: *Kafka:SslCaLocation*", [.. Door(Variable("STOCKNOW_TEST_KAFKA_PASSWORD"), Variable("STOCKNOW_TEST_KAFKA_CA")).Where(one => !one.Contains("SslCaLocation"))]);

    [Test]
    public Task A_missing_file_of_the_authority_is_told() =>
        ShouldFailAsync("*ssl.ca.location*", Door(Variable("STOCKNOW_TEST_KAFKA_PASSWORD"), "/no/such/ca.pem"));

    [Test]
    public Task A_plain_client_on_a_TLS_port_is_told() => ShouldFailAsync("Kafka at * takes connections but does not answer. Is it a TLS port*", $"--Kafka:BootstrapServers={Variable("STOCKNOW_TEST_KAFKA_SASL_SSL")}");

    [Test]
    public async Task Right_credentials_work_and_no_output_holds_the_password()
    {
        using var folder = new TempFolder();
        _ = KafkaService.Brokers;
        await KafkaService.EmptyAsync();
        var password = Variable("STOCKNOW_TEST_KAFKA_PASSWORD");
        string[] door = [.. Door(password, Variable("STOCKNOW_TEST_KAFKA_CA")), "--Logging:LogLevel:Default=Debug", $"--DataFolder={folder.Path}"];

        var run = await HostProcess.RunAsync(["--stages=all", "--until-drained", "--output=json", "--Simulator:Count=200", .. door]);
        var validate = await HostProcess.RunAsync(["validate", .. door]);

        run.ExitCode.Should().Be(0, run.Err);
        Pipeline.TotalsOf(run).Readings.Should().Be(200);
        validate.ExitCode.Should().Be(0, validate.Out);
        (run.Out + run.Err + validate.Out + validate.Err).Should().NotContain(password);
        await Pipeline.ShouldBeClean(folder.Path, door);
    }

    [TestCase("--Kafka:GroupId=mine", "Kafka:group.id: is set by StockNow")]
    [TestCase("--Kafka:BootstrapServerz=x", "Kafka:bootstrap.serverz: is no property of the Kafka client")]
    public async Task A_property_that_is_unknown_or_ours_is_a_fault_of_the_configuration(string setting, string fault)
    {
        using var folder = new TempFolder();
        var run = await HostProcess.RunAsync("--stages=all", "--EventLog:Kind=Kafka", $"--DataFolder={folder.Path}", setting);

        (run.ExitCode, run.Err.Contains(fault, StringComparison.Ordinal)).Should().Be((2, true), run.Err);
    }

    static async Task ShouldFailAsync(string message, params string[] settings)
    {
        using var folder = new TempFolder();
        var clock = Stopwatch.StartNew();

        var run = await HostProcess.RunAsync(["--stages=alert-filter", "--EventLog:Kind=Kafka", $"--DataFolder={folder.Path}", .. settings]);

        clock.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(15));
        run.ExitCode.Should().Be(1, run.Err);
        run.Err.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1].Should().Match(message);
        run.Err.Should().NotContain("not the password");
    }

    static string[] Door(string password, string authority) =>
    [
        "--EventLog:Kind=Kafka", $"--Kafka:BootstrapServers={Variable("STOCKNOW_TEST_KAFKA_SASL_SSL")}", "--Kafka:SecurityProtocol=SaslSsl", "--Kafka:SaslMechanism=ScramSha256",
        $"--Kafka:SaslUsername={Variable("STOCKNOW_TEST_KAFKA_USER")}", $"--Kafka:SaslPassword={password}", $"--Kafka:SslCaLocation={authority}",
    ];
}
