using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using StockNow.Stages.Simulator;

namespace StockNow.Tests.Simulator;

public class SimulatorOptionsTests
{
    [Test]
    public void Defaults_are_valid() => Faults(new SimulatorOptions()).Should().BeEmpty();

    [Test]
    public void Negative_interval_is_a_fault() =>
        Faults(new SimulatorOptions { Interval = TimeSpan.FromSeconds(-1) }).Should().ContainSingle().Which.Should().Contain("Interval");

    [Test]
    public void Faults_that_concern_several_settings_are_all_said() => Faults(new SimulatorOptions
    {
        Stores = 20_000,
        StartTime = DateTimeOffset.MaxValue,
        Catalogue = [new() { Product = "tea" }, new() { Product = "tea" }],
        Products = 6,
    }).Should().Equal(
        "is too many: Stores (20000) times Products (6) is more than 100000: lower one of them, or run several simulators",
        "is not between the years 1970 and 9000",
        "names 'tea' twice: leave one of the entries out");

    [Test]
    public void Top_speed_needs_an_end()
    {
        Faults(new SimulatorOptions { Speed = Speed.Max }).Should().Equal("max needs an end: set Simulator:Duration or Simulator:Count");
        Faults(new SimulatorOptions { Speed = Speed.Max, Count = 1 }).Should().BeEmpty();
    }

    [Test]
    public void Product_needs_a_name_and_a_threshold() => Faults(new ProductOptions { Threshold = 0 }).Should().HaveCount(2);

    [Test]
    public void Missing_replay_file_is_a_fault() => Faults(new ReplayOptions { File = "/none/readings.ndjson" }).Should().Equal(
        "there is no file or folder '/none/readings.ndjson'; a relative path begins at the working directory");

    [Test]
    public void Empty_replay_file_is_none() => Faults(new ReplayOptions { File = "" }).Should().BeEmpty();

    [TestCase("max", null)]
    [TestCase("MAX", null)]
    [TestCase("1", 1.0)]
    [TestCase("0.5", 0.5)]
    [TestCase("60", 60.0)]
    public void Speed_is_max_or_a_factor(string text, double? factor) =>
        TypeDescriptor.GetConverter(typeof(Speed)).ConvertFromInvariantString(text).Should().Be(new Speed(factor));

    [TestCase("0")]
    [TestCase("-1")]
    [TestCase("fast")]
    [TestCase("NaN")]
    [TestCase("")]
    public void Other_speeds_are_refused_with_the_ones_there_are(string text)
    {
        var read = () => TypeDescriptor.GetConverter(typeof(Speed)).ConvertFromInvariantString(text);
        read.Should().Throw<FormatException>().WithMessage("write a speed as max, or as a factor above 0 such as 1 or 60");
    }

    static List<string> Faults(object options)
    {
        var faults = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), faults, validateAllProperties: true);
        return [.. faults.Select(fault => fault.ErrorMessage!)];
    }
}
