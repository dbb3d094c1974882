using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using StockNow.Stages.Simulator;
using StockNow.Stages.Simulator.Replaying;

namespace StockNow.Tests.Simulator;

public class SimulatorOptionsTests
{
    [Test]
    public void Defaults_are_valid() => Faults(new()).Should().BeEmpty();

    [Test]
    public void Negative_interval_is_a_fault() => Faults(new() { Interval = TimeSpan.FromSeconds(-1) }).Should().ContainSingle().Which.Should().Contain("Interval");

    [Test]
    public void Faults_that_concern_several_settings_are_all_said() => Faults(new()
    {
        Stores = 20_000,
        StartTime = DateTimeOffset.MaxValue,
        Catalogue = [new() { Product = "tea", Threshold = 0 }, new() { Product = "tea" }, new()],
        Products = 6,
        Replay = new() { File = "/none/readings.ndjson" },
    }).Should().Equal(
        "Stores (20000) times Products (6) is more than 100000: lower one of them, or run several simulators",
        "StartTime (9999-12-31T23:59:59.9999999+00:00) is not between the years 1970 and 9000",
        "Catalogue: the Threshold of 'tea' (0) is not between 1 and 1000000",
        "Catalogue holds an entry without a Product: give it a name",
        "Catalogue names 'tea' twice: leave one of the entries out",
        "Replay:File: there is no file or folder '/none/readings.ndjson'; a relative path begins at the working directory");

    [Test]
    public void Empty_replay_file_is_none() => Faults(new() { Replay = new() { File = "" } }).Should().BeEmpty();

    [TestCase("max", null)]
    [TestCase("MAX", null)]
    [TestCase("1", 1.0)]
    [TestCase("0.5", 0.5)]
    [TestCase("60", 60.0)]
    public void Speed_is_max_or_a_factor(string text, double? factor) =>
        TypeDescriptor.GetConverter(typeof(ReplaySpeed)).ConvertFromInvariantString(text).Should().Be(new ReplaySpeed(factor));

    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("fast")]
    [TestCase("NaN")]
    [TestCase("")]
    public void Other_speeds_are_refused_with_the_ones_there_are(string text)
    {
        var read = () => TypeDescriptor.GetConverter(typeof(ReplaySpeed)).ConvertFromInvariantString(text);
        read.Should().Throw<FormatException>().WithMessage("write a speed as max, or as a factor above 0 such as 1 or 60");
    }

    static List<string> Faults(SimulatorOptions options)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        return [.. faults.Select(fault => fault.ErrorMessage!)];
    }
}
