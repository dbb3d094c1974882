using Microsoft.Extensions.Configuration;
using StockNow.Host.Commands;
using StockNow.Host.Configuration;
using StockNow.Stages.Hosting;
using StockNow.Tests.Support;

namespace StockNow.Tests.Configuration;

/// <summary>A secret is a file whose name is the setting's, as containers and systemd hand it over.</summary>
sealed class SecretFilesTests
{
    TemporaryFolder _secrets = null!;

    [SetUp]
    public void MakeFolder() => _secrets = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder() => _secrets.Dispose();

    [TestCase("Kafka__SaslPassword")]
    [TestCase("STOCKNOW__Kafka__SaslPassword")]
    public void File_holds_a_setting_and_names_itself_as_its_origin(string name)
    {
        var file = _secrets.File(name, "geheim\n");
        var configuration = Read(out var faults);

        configuration["Kafka:SaslPassword"].Should().Be("geheim", "the line end of an editor is not part of a password");
        ValueOrigin.Of(configuration, "Kafka:SaslPassword").Should().Be(file);
        faults.Should().BeEmpty();
    }

    [Test]
    public void File_goes_over_configuration_files_and_the_command_line_over_both()
    {
        _secrets.File("Kafka__SaslPassword", "secret");
        _secrets.File("Kafka__SaslUsername", "secret");
        var file = _secrets.File("appsettings.json", """{ "Kafka": { "SaslPassword": "file", "SaslUsername": "file" } }""");

        var configuration = ConfigurationSources.Read([file], _secrets.Path, [new("Kafka:SaslUsername", "line")], []);

        (configuration["Kafka:SaslPassword"], configuration["Kafka:SaslUsername"]).Should().Be(("secret", "line"));
    }

    [Test]
    public void File_without_two_underscores_is_not_for_StockNow()
    {
        _secrets.File("rhsm", "x");
        _secrets.File("s3_secret", "x");

        Read(out var faults).AsEnumerable().Should().BeEmpty();
        faults.Should().BeEmpty();
    }

    [Test]
    public void Misspelled_file_is_a_fault_that_names_the_file()
    {
        var file = _secrets.File("Simulator__Intervall", "2s");

        var fault = StrictBinder.Bind(Read(out _), Setup.Sections(StageCatalog.Find())).Faults.Should().ContainSingle().Subject;

        fault.Should().Be(new ConfigurationFault("Simulator:Intervall", "is not a setting; did you mean Simulator:Interval?", file));
    }

    [Test]
    public void Folder_that_is_not_there_is_no_fault()
    {
        ConfigurationSources.Read([], Path.Combine(_secrets.Path, "none"), [], []).AsEnumerable().Should().BeEmpty();
    }

    [Test]
    public void File_that_cannot_be_read_is_a_fault()
    {
        File.CreateSymbolicLink(Path.Combine(_secrets.Path, "Kafka__SaslPassword"), Path.Combine(_secrets.Path, "gone"));

        Read(out var faults);

        var fault = faults.Should().ContainSingle().Subject;
        fault.Path.Should().Be(Path.Combine(_secrets.Path, "Kafka__SaslPassword"));
        fault.Message.Should().StartWith("cannot be read: ").And.EndWith("Let the user of this process read it, or remove it");
    }

    [Test]
    public async Task Program_reads_them_and_never_shows_them()
    {
        _secrets.File("Kafka__SaslPassword", "geheim");

        var show = await Shell.RunAsync($"CREDENTIALS_DIRECTORY='{_secrets.Path}' stocknow config show", _secrets.Path);

        show.Code.Should().Be(0, show.Err);
        show.Out.Should().NotContain("geheim").And.Contain(Path.Combine(_secrets.Path, "Kafka__SaslPassword"));
    }

    IConfigurationRoot Read(out List<ConfigurationFault> faults) => ConfigurationSources.Read([], _secrets.Path, [], faults = []);
}
