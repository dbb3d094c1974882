using StockNow.Host.Configuration;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;

namespace StockNow.Tests.Configuration;

public sealed class StrictBinderTests
{
    static readonly OptionsSection[] Sections =
    [
        OptionsSection.Of<PipelineOptions>(""), OptionsSection.Of<StageSwitch>("Stages:Storage"), OptionsSection.Of<EventLogOptions>("EventLog"),
            OptionsSection.Of<ShelfOptions>("Shelf"),
    ];

    [Test]
    public void What_is_not_configured_keeps_its_default()
    {
        var bound = Bind();
        bound.Faults.Should().BeEmpty();
        bound.Get<ShelfOptions>("Shelf").Should().BeEquivalentTo(new ShelfOptions());
        bound.Get<PipelineOptions>("").DataFolder.Should().Be("data");
    }

    [Test]
    public void Every_shape_of_setting_is_filled()
    {
        var bound = Bind("Shelf:Interval=1.5s", "shelf:size=2MB", "Shelf:Colour=blue", "Shelf:Count=12", "Shelf:Factor=0.25", "Shelf:Open=True", "Shelf:Seed=",
            "Shelf:From=2025-07-05T13:52:00Z",
            "Shelf:Label=top", "Shelf:Tags:0=one", "Shelf:Products:0:Name=coca", "Shelf:Products:0:Threshold=4", "Shelf:Products:1:Name=pull",
            "Shelf:Limits:ski=3", "Shelf:Light:Strength=1",
            "Stages:Storage:Enabled=false", "Drain:Quiet=00:00:02");
        bound.Faults.Should().BeEmpty();
        bound.Get<ShelfOptions>("Shelf").Should().BeEquivalentTo(new ShelfOptions
        {
            Interval = TimeSpan.FromSeconds(1.5), Size = ByteSize.Megabytes(2), Colour = Colour.Blue, Count = 12, Factor = 0.25, Open = true, Seed = null,
            From = new DateTimeOffset(2025, 7, 5, 13, 52, 0, TimeSpan.Zero), Label = "top", Tags = ["one"],
            Products = [new() { Name = "coca", Threshold = 4 }, new() { Name = "pull" }], Limits = new() { ["coca"] = 4, ["ski"] = 3 },
            Light = new() { Strength = 1 },
        });
        bound.Get<StageSwitch>("Stages:Storage").Enabled.Should().BeFalse();
        bound.Get<PipelineOptions>("").Drain.Quiet.Should().Be(TimeSpan.FromSeconds(2));
    }

    [TestCase("Shelf:Intervall=5s", "Shelf:Intervall", "is not a setting; did you mean Shelf:Interval?")]
    [TestCase("Shelv:Interval=5s", "Shelv", "is not a setting; did you mean Shelf?")]
    [TestCase("Interval=5s", "Interval", "is not a setting; did you mean Shelf:Interval?")]
    [TestCase("Stages:Storge:Enabled=false", "Stages:Storge", "is not a setting; did you mean Stages:Storage?")]
    [TestCase("Drain:Banana=5s", "Drain:Banana", "is not a setting; known under Drain: Quiet")]
    [TestCase("Shelf:Interval:Seconds=5", "Shelf:Interval:Seconds", "is not a setting; Shelf:Interval takes one value, not names below it")]
    [TestCase("Shelf:Products:0:Nam=x", "Shelf:Products:0:Nam", "is not a setting; did you mean Shelf:Products:0:Name?")]
    [TestCase("Shelf:Products:first:Name=x", "Shelf:Products:first", "is not a setting; known under Shelf:Products are 0, 1, 2 and so on")]
    [TestCase("Shelf:Doubled=8", "Shelf:Doubled",
        "is not a setting; known under Shelf: AccessKey, Colour, Count, Factor, From, Interval, Label, Least, Light, Limits, Most, Open, Password, Products, "
        + "Seed, Size, Tags")]
    public void An_unknown_key_is_refused_with_the_nearest_known(string setting, string path, string message) =>
        Fault(setting).Should().Be(new ConfigurationFault(path, message, "command line"));

    [TestCase("Shelf:Interval=5", "'5' has no unit; write 5s, or 100ms, 10m, 2h, 1d or 00:00:05")]
    [TestCase("Shelf:Interval=soon", "'soon' is not a time span; write 100ms, 5s, 10m, 2h, 1d or 00:00:05")]
    [TestCase("Shelf:Interval=-5s", "-5 s is out of range; write from 100 ms to 1 d")]
    [TestCase("Shelf:Size=big", "'big' is not a size; write 1048576, 256KB, 64MB or 2GB")]
    [TestCase("Shelf:Size=2GB", "2 GB is out of range; write from 1 KB to 1 GB")]
    [TestCase("Shelf:Colour=blu", "'blu' is not known; did you mean 'Blue'? Known: Red, Blue.")]
    [TestCase("Shelf:Colour=1", "'1' is not known. Known: Red, Blue.")]
    [TestCase("Shelf:Count=four", "'four' is not a whole number up to 2147483647, such as 1000")]
    [TestCase("Shelf:Count=3000000000", "'3000000000' is not a whole number up to 2147483647, such as 1000")]
    [TestCase("Shelf:Count=", "'' is not a whole number up to 2147483647, such as 1000")]
    [TestCase("Shelf:Count=0", "0 is out of range; write from 1 to 100")]
    [TestCase("Shelf:Open=yes", "'yes' is neither true nor false")]
    [TestCase("Shelf:Factor=NaN", "'NaN' is not a number such as 0.5")]
    [TestCase("Shelf:From=yesterday", "'yesterday' is not a date and time; write 2025-07-05T13:52:00Z")]
    [TestCase("Shelf:Label=", "is required; set it, as with --Shelf:Label=...")]
    [TestCase("Shelf:Least=0", "0 is out of range; write 1 or more")]
    [TestCase("Shelf:Least=10", "is 10, more than Most, which is 9; lower it")]
    [TestCase("Shelf:Light:Strength=2", "2 is out of range; write from 0 to 1")]
    [TestCase("Shelf:Products:0:Threshold=-1", "-1 is out of range; write from 0 to 1000")]
    [TestCase("Shelf:Limits:ski=many", "'many' is not a whole number up to 2147483647, such as 1000")]
    [TestCase("Shelf=ski", "is a group of settings; write each by its name, as Shelf:<name>")]
    [TestCase("Stages=all", "is a group of settings; write each by its name, as Stages:<name>")]
    [TestCase("Kafka=localhost:9092", "is a group of settings; write each by its name, as Kafka:<name>")]
    [TestCase("Shelf:Products=ski", "is a list; write its items one by one, as Shelf:Products:0, Shelf:Products:1")]
    [TestCase("Shelf:Limits=ski", "is a group; write each entry by its name, as Shelf:Limits:<name>")]
    [TestCase("Shelf:Light=on", "is a group of settings; write one of them, as Shelf:Light:Strength")]
    [TestCase("Shelf:AccessKey=hunter2", "*** is not a whole number up to 2147483647, such as 1000")]
    public void A_wrong_value_is_reported_with_what_to_write(string setting, string message) =>
        Fault(setting).Should().Be(new ConfigurationFault(setting[..setting.IndexOf('=', StringComparison.Ordinal)], message, "command line"));

    [Test]
    public void Faults_of_several_sections_are_listed_at_once()
    {
        var faults = Bind("Shelf:Interval=-5s", "EventLog:Partitions=0", "EventLog:Kindd=Kafka").Faults;
        FaultList.Text(faults).ReplaceLineEndings("\n").Should().Be("""
            The configuration has 3 faults; nothing was started.
              1. EventLog:Kindd: is not a setting; did you mean EventLog:Kind? (command line)
              2. EventLog:Partitions: 0 is out of range; write from 1 to 1024 (command line)
              3. Shelf:Interval: -5 s is out of range; write from 100 ms to 1 d (command line)

            """.ReplaceLineEndings("\n"));
    }

    [Test]
    public void Rules_over_several_settings_wait_for_each_to_be_right() =>
        Bind("Shelf:Least=10", "Shelf:Count=0").Faults.Select(fault => fault.Path).Should().Equal("Shelf:Count");

    [Test]
    public void What_others_read_is_passed_through() =>
        Bind("Logging:LogLevel:Default=Debug", "Kafka:socket.timeout.ms=100", "Kafka:BootstrapServers=host:9092").Faults.Should().BeEmpty();

    static ConfigurationFault Fault(string setting) => Bind(setting).Faults.Should().ContainSingle().Subject;

    static BoundOptions Bind(params string[] settings) => StrictBinder.Bind(TestConfiguration.OfCommandLine(settings), Sections);
}
