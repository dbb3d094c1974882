using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>A first contact with Kafka that cannot work ends within seconds, with one sentence that a newcomer understands, and never shows a secret.</summary>
[Category("Kafka")]
sealed class KafkaDoorTests
{
    static string Variable(string name)
    {
        if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value) return value;
        Assert.Ignore($"There is no Kafka with TLS. Start a broker with SASL_SSL and let {name} and its neighbours (STOCKNOW_TEST_KAFKA_SASL_SSL, _USER, "
            + "_PASSWORD, _CA) describe it.");
        return "";
    }

    [TestCase("--Kafka:BootstrapServers=localhost:1", "Kafka at localhost:1 cannot be reached: *Connection refused*is Kafka:BootstrapServers right?")]
    [TestCase("--Kafka:BootstrapServers=no.such.host.invalid:9092",
        "Kafka at no.such.host.invalid:9092 cannot be found: *Look at the host name in Kafka:BootstrapServers.")]
    public Task A_wrong_address_is_reported(string address, string message) => ShouldFailAsync(message, address);

    [TestCase("ScramSha256")]
    [TestCase("Plain")]
    public Task A_wrong_password_is_reported(string mechanism) =>
        ShouldFailAsync("Kafka at * refused the sign-in: *Look at Kafka:SaslUsername, Kafka:SaslPassword*",
        Door("not the password", Variable("STOCKNOW_TEST_KAFKA_CA"), mechanism));

    [Test]
    public Task A_mechanism_that_the_brokers_do_not_offer_is_reported_with_those_they_do() =>
        ShouldFailAsync("Kafka at * refused the sign-in: *supported mechanisms: PLAIN,SCRAM-SHA-256. Look at *Kafka:SaslMechanism.",
        Door("not the password", Variable("STOCKNOW_TEST_KAFKA_CA"), "ScramSha512"));

    [Test]
    public Task No_authority_is_reported() =>
        ShouldFailAsync("Kafka at * could not be trusted: *Kafka:SslCaLocation*",
        [.. Door(Variable("STOCKNOW_TEST_KAFKA_PASSWORD"), Variable("STOCKNOW_TEST_KAFKA_CA")).Where(one => !one.Contains("SslCaLocation"))]);

    [Test]
    public async Task A_wrong_authority_is_reported()
    {
        using var folder = new TempFolder();
        using var key = ECDsa.Create();
        using var stranger = new CertificateRequest("CN=stranger", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(100));
        await File.WriteAllTextAsync(folder["stranger.pem"], stranger.ExportCertificatePem());

        await ShouldFailAsync("Kafka at * could not be trusted: *Kafka:SslCaLocation*", Door(Variable("STOCKNOW_TEST_KAFKA_PASSWORD"), folder["stranger.pem"]));
    }

    [Test]
    public async Task A_missing_file_of_the_authority_is_a_fault_of_the_configuration()
    {
        using var folder = new TempFolder();
        var run = await HostProcess.RunAsync(["--stages=all", $"--DataFolder={folder.Path}", .. Door("not the password", "/no/such/ca.pem")]);

        run.ExitCode.Should().Be(2);
        run.Err.Should().Contain("Kafka:SslCaLocation: names '/no/such/ca.pem', which is not there (command line)").And.NotContain("not the password");
    }

    [Test]
    public Task A_TLS_client_on_a_plain_port_is_reported() =>
        ShouldFailAsync("Kafka at * is a port without TLS. Take Kafka:SecurityProtocol out*",
        Door("not the password", Variable("STOCKNOW_TEST_KAFKA_CA"), brokers: KafkaService.Brokers));

    [Test]
    public async Task A_web_server_is_reported()
    {
        using var web = new OtherServer("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");

        await ShouldFailAsync("Kafka at * does not speak Kafka: another kind of server answers there. Look at the port in Kafka:BootstrapServers.",
            $"--Kafka:BootstrapServers={web.Address}");
    }

    [Test]
    public async Task A_server_that_never_answers_is_reported()
    {
        using var mute = new OtherServer("");

        await ShouldFailAsync("Kafka at * takes connections but does not answer. *another kind of server*", $"--Kafka:BootstrapServers={mute.Address}");
    }

    [Test]
    public Task A_plain_client_on_a_TLS_port_is_reported() =>
        ShouldFailAsync("Kafka at * takes connections but does not answer. Is it a TLS port*",
        $"--Kafka:BootstrapServers={Variable("STOCKNOW_TEST_KAFKA_SASL_SSL")}");

    [TestCase("ScramSha256")]
    [TestCase("Plain")]
    public async Task Right_credentials_work_and_no_output_holds_the_password(string mechanism)
    {
        using var folder = new TempFolder();
        await KafkaService.EmptyAsync();
        var password = Variable("STOCKNOW_TEST_KAFKA_PASSWORD");
        string[] door = [.. Door(password, Variable("STOCKNOW_TEST_KAFKA_CA"), mechanism), "--Logging:LogLevel:Default=Trace",
            "--Kafka:debug=generic,conf,security", $"--DataFolder={folder.Path}"];

        var run = await HostProcess.RunAsync(
            ["--stages=all", "--until-drained", "--output=json", "--Simulator:Count=200", "--Simulator:Interval=100ms", .. door]);
        var validate = await HostProcess.RunAsync(["validate", .. door]);

        run.ExitCode.Should().Be(0, run.Err);
        Pipeline.TotalsOf(run).Readings.Should().Be(200);
        validate.ExitCode.Should().Be(0, validate.Out);
        (run.Out + run.Err + validate.Out + validate.Err).Should().NotContain(password);
        await Pipeline.ShouldBeClean(folder.Path, door);
    }

    [TestCase("--Kafka:GroupId=mine", "Kafka:GroupId: is set by StockNow")]
    [TestCase("--Kafka:MessageMaxBytes=2000", "Kafka:MessageMaxBytes: follows from MaxReadingBytes; take it out")]
    [TestCase("--Kafka:BootstrapServerz=x", "Kafka:BootstrapServerz: is no property of the Kafka client; did you mean Kafka:BootstrapServers? (command line)")]
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

        clock.Elapsed.Should().BeLessThan(TimeSpan.FromMinutes(2), "it must not wait for ever");
        run.ExitCode.Should().Be(1, run.Err);
        run.Err.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line.StartsWith("Kafka at", StringComparison.Ordinal)).Should()
            .ContainSingle("it is reported once").Which.Should().Match(message);
        run.Err.Should().NotContain(" error ").And.NotContain("   at ");
        run.Err.Should().NotContain("not the password");
    }

    static string[] Door(string password, string authority, string mechanism = "ScramSha256", string? brokers = null) =>
    [
        "--EventLog:Kind=Kafka", $"--Kafka:BootstrapServers={brokers ?? Variable("STOCKNOW_TEST_KAFKA_SASL_SSL")}", "--Kafka:SecurityProtocol=SaslSsl",
            $"--Kafka:SaslMechanism={mechanism}",
        $"--Kafka:SaslUsername={Variable("STOCKNOW_TEST_KAFKA_USER")}", $"--Kafka:SaslPassword={password}", $"--Kafka:SslCaLocation={authority}",
    ];
}
