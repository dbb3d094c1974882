using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Tests.Support;

namespace StockNow.Tests.Streaming;

/// <summary>What can be known of the section <c>Kafka</c> before any connection; no broker is needed.</summary>
sealed class KafkaPropertiesTests
{
    [TestCase("BootstrapServers")]
    [TestCase("bootstrap.servers")]
    [TestCase("BOOTSTRAPSERVERS")]
    [TestCase("metadata.broker.list")]
    public void Every_spelling_of_a_property_is_understood(string name) => new KafkaProperties([new(name, "broker:9093")]).Brokers.Should().Be("broker:9093");

    [Test]
    public void Without_an_address_it_is_the_usual_one() => new KafkaProperties([new("BootstrapServers", "")]).Brokers.Should().Be("localhost:9092");

    [TestCase("SaslSsl", "sasl_ssl", true)]
    [TestCase("SASL_SSL", "sasl_ssl", true)]
    [TestCase("ssl", "ssl", true)]
    [TestCase("SaslPlaintext", "sasl_plaintext", false)]
    public void Every_spelling_of_a_protocol_is_understood(string written, string native, bool isTls)
    {
        var properties = new KafkaProperties([new("SecurityProtocol", written)]);

        properties.With([], []).Should().Contain("security.protocol", native);
        properties.IsTls.Should().Be(isTls);
    }

    [TestCase("sasl.mechanisms", "ScramSha256", "SCRAM-SHA-256")]
    [TestCase("SaslMechanism", "ScramSha512", "SCRAM-SHA-512")]
    [TestCase("SaslMechanism", "scram-sha-256", "SCRAM-SHA-256")]
    [TestCase("SaslMechanism", "Plain", "PLAIN")]
    public void Every_spelling_of_a_mechanism_is_understood(string name, string written, string native) =>
        new KafkaProperties([new(name, written)]).With([], []).Should().Contain("sasl.mechanism", native);

    [Test]
    public void Properties_that_work_have_no_fault()
    {
        using var folder = new TempFolder();
        var properties = new KafkaProperties(
        [
            new("BootstrapServers", "a.example:9092,[::1]:9092, 127.0.0.1"), new("SecurityProtocol", "SaslSsl"), new("SaslMechanism", "ScramSha256"),
                new("SaslUsername", "me"), new("SaslPassword", "safe"),
            new("FetchMinBytes", "100"), new("compression.type", "zstd"), new("SslEndpointIdentificationAlgorithm", "None"),
        ]);

        properties.Faults().Should().BeEmpty();
    }

    [Test]
    public void All_faults_are_reported_at_once_under_the_names_as_written() =>
        new KafkaProperties([new("FetchMinBytes", "many"), new("linger.mss", "5"), new("SecurityProtokol", "Ssl"), new("GroupId", "mine"),
        new("SslCaLocation", "/no/such/ca.pem"), new("bootstrap.servers", "http://a:1,b:2")])
            .Faults().Should().BeEquivalentTo(
            [
                new KafkaPropertyFault("bootstrap.servers", "'http://a:1' is no address; write host:port, and commas between several"),
                new KafkaPropertyFault("GroupId", "is set by StockNow, for exactly once depends on it; take it out (times stand in EventLog:Kafka)"),
                new KafkaPropertyFault("SslCaLocation", "names '/no/such/ca.pem', which is not there"),
                new KafkaPropertyFault("FetchMinBytes", "Invalid value for configuration property \"fetch.min.bytes\""),
                new KafkaPropertyFault("linger.mss", "is no property of the Kafka client", IsUnknown: true),
                new KafkaPropertyFault("SecurityProtokol", "is no property of the Kafka client", IsUnknown: true),
            ]);

    [TestCase("enable.idempotence", "false")]
    [TestCase("EnableAutoCommit", "true")]
    [TestCase("request.required.acks", "1")]
    [TestCase("TransactionalId", "mine")]
    [TestCase("group.instance.id", "mine")]
    [TestCase("dotnet.consumer.consume.result.fields", "none")]
    public void What_exactly_once_depends_on_cannot_be_set(string name, string value) =>
        new KafkaProperties([new(name, value)]).Faults().Should().ContainSingle().Which.Should()
        .Match<KafkaPropertyFault>(fault => fault.Name == name && fault.Text.StartsWith("is set by StockNow"));

    [Test]
    public void One_property_in_two_spellings_is_a_fault() =>
        new KafkaProperties([new("FetchMinBytes", "1"), new("fetch.min.bytes", "2")]).Faults().Should()
        .Equal(new KafkaPropertyFault("fetch.min.bytes", "is set a second time, as FetchMinBytes; take one of the two out"));

    [TestCase("SaslMechanism", "Foo", "SaslMechanism", "*Unsupported SASL mechanism: FOO")]
    [TestCase("SaslPassword", "", "SaslUsername", "*sasl.username and sasl.password must be set")]
    public void Properties_that_do_not_go_together_are_a_fault(string name, string value, string at, string text)
    {
        var good = new Dictionary<string, string?> { ["SecurityProtocol"] = "SaslSsl", ["SaslMechanism"] = "Plain", ["SaslUsername"] = "me",
            ["SaslPassword"] = "safe", [name] = value };

        var fault = new KafkaProperties(good).Faults().Should().ContainSingle().Which;

        fault.Name.Should().Be(at);
        fault.Text.Should().Match(text);
    }

    [TestCase("compression.type", "lz5", "Invalid value*")]
    [TestCase("compression.codec", "lz5", "Invalid value*")]
    [TestCase("sasl.jaas.config", "org.apache.kafka Plain required;", "*JAAS*")]
    public void A_value_that_is_refused_is_reported_under_the_name_as_written(string name, string value, string text) =>
        new KafkaProperties([new("SecurityProtocol", "SaslSsl"), new("SaslMechanism", "Plain"), new("SaslUsername", "me"), new("SaslPassword", "safe"),
        new(name, value)])
            .Faults().Should().ContainSingle().Which.Should()
            .Match<KafkaPropertyFault>(fault => fault.Name == name).And.Subject.As<KafkaPropertyFault>().Text.Should().Match(text);

    [Test]
    public void A_sign_in_without_a_protocol_that_signs_in_is_a_fault() =>
        new KafkaProperties([new("SaslUsername", "me"), new("SaslPassword", "safe")]).Faults().Should().Equal(
            new KafkaPropertyFault("SaslUsername", "is not used: let Kafka:SecurityProtocol be SaslSsl, or SaslPlaintext"),
            new KafkaPropertyFault("SaslPassword", "is not used: let Kafka:SecurityProtocol be SaslSsl, or SaslPlaintext"));

    [Test]
    public void An_address_with_a_password_in_it_is_not_shown() =>
        new KafkaProperties([new("BootstrapServers", "me:sesame@a:9092")]).Faults().Should().ContainSingle().Which.Text.Should().NotContain("sesame");

    [Test]
    public void No_fault_shows_a_secret()
    {
        using var folder = new TempFolder();
        File.WriteAllText(folder["key.pem"], "no key");

        var faults = new KafkaProperties(
            [new("SecurityProtocol", "Ssl"), new("SslKeyLocation", folder["key.pem"]), new("SslKeyPassword", "sesame"), new("SslKeyPem", "sesame"),
            new("SaslPassword", "sesame")]).Faults().ToList();

        faults.Should().NotBeEmpty().And.NotContain(fault => fault.Text.Contains("sesame"));
    }
}
