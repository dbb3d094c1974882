using Microsoft.Extensions.Configuration;
using StockNow.Host.Commands;
using StockNow.Host.Configuration;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;

namespace StockNow.Tests.Configuration;

[NonParallelizable]
public sealed class ConfigurationSourcesTests
{
    const string Variable = "STOCKNOW__Shelf__Colour";
    TemporaryFolder _folder = null!;

    [SetUp]
    public void MakeFolder() => _folder = new TemporaryFolder();

    [TearDown]
    public void RemoveFolder()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        _folder.Dispose();
    }

    [Test]
    public void Later_sources_override_earlier_ones()
    {
        _folder.File("appsettings.json", """{ "Shelf": { "Count": 1, "Label": "file", "Colour": "Red", "Factor": 1 } }""");
        _folder.File("appsettings.Shop.json", """{ "Shelf": { "Label": "shop", "Colour": "Red", "Factor": 2 } }""");
        Environment.SetEnvironmentVariable(Variable, "Blue");
        var shelf = Read([new("Shelf:Factor", "3"), new("Shelf:Factor", "4")], out var faults).GetSection("Shelf");
        faults.Should().BeEmpty();
        shelf.GetChildren().ToDictionary(child => child.Key, child => child.Value).Should()
            .BeEquivalentTo(new Dictionary<string, string> { ["Count"] = "1", ["Label"] = "shop", ["Colour"] = "Blue", ["Factor"] = "4" });
    }

    [Test]
    public void A_fault_names_the_source_of_its_value()
    {
        _folder.File("appsettings.json", """{ "Shelf": { "Count": 0, "Factor": "x", "Tags": "y" } }""");
        _folder.File("appsettings.Shop.json", """{ "Shelf": { "Factor": "big", "Lamp": { "On": true } } }""");
        Environment.SetEnvironmentVariable(Variable, "Green");
        var faults = StrictBinder.Bind(Read([new("Shelf:Tags", "z")], out _), [OptionsSection.Of<ShelfOptions>("Shelf")]).Faults;
        faults.Select(fault => (fault.Path, fault.Origin)).Should().BeEquivalentTo(
        [
            ("Shelf:Lamp", Path.Combine(_folder.Path, "appsettings.Shop.json")), ("Shelf:Colour", "environment variable STOCKNOW__Shelf__Colour"),
                ("Shelf:Count", Path.Combine(_folder.Path, "appsettings.json")),
            ("Shelf:Factor", Path.Combine(_folder.Path, "appsettings.Shop.json")), ("Shelf:Tags", "command line"),
        ]);
    }

    [Test]
    public void Broken_JSON_is_one_fault_with_its_place()
    {
        var file = _folder.File("appsettings.json", "{\n  \"Shelf\": {\n    \"Count\" 4\n  }\n}");
        Read([], out var faults);
        faults.Should().Equal(new ConfigurationFault($"{file}(3,13)",
            "is not JSON from here on; look for a missing comma, quote or bracket at or just before this place"));
    }

    [Test]
    public void A_file_whose_root_is_no_object_is_a_fault()
    {
        var file = _folder.File("appsettings.json", "[]");
        Read([], out var faults);
        faults.Should().ContainSingle().Which.Path.Should().Be(file);
    }

    [Test]
    public void An_empty_list_in_a_file_empties_the_default()
    {
        _folder.File("appsettings.json", """{ "Shelf": { "Products": [], "Seed": null } }""");
        var bound = StrictBinder.Bind(Read([], out _), [OptionsSection.Of<ShelfOptions>("Shelf")]);
        bound.Faults.Should().BeEmpty();
        bound.Get<ShelfOptions>("Shelf").Should().BeEquivalentTo(new ShelfOptions { Products = [], Seed = null });
    }

    [Test]
    public void The_settings_that_come_with_the_program_are_without_fault()
    {
        var faults = new List<ConfigurationFault>();
        var configuration = ConfigurationSources.Read(ConfigurationFiles.Find([AppContext.BaseDirectory], "Production", null, faults), [], faults);
        var bound = StrictBinder.Bind(configuration, Setup.Sections(StageCatalog.Find()));
        faults.Concat(bound.Faults).Should().BeEmpty();
    }

    IConfigurationRoot Read(KeyValuePair<string, string?>[] commandLine, out List<ConfigurationFault> faults)
    {
        faults = [];
        return ConfigurationSources.Read(ConfigurationFiles.Find([_folder.Path], "Shop", null, faults), commandLine, faults);
    }
}
