using StockNow.Host.Commands;

namespace StockNow.Tests.Commands;

/// <summary>What on the command line is a setting and what is not.</summary>
sealed class CommandLineSettingsTests
{
    static readonly HashSet<string> Options = ["--stages", "--until-drained", "--output", "--help", "-h"];

    [TestCase("--Simulator:Interval=2s", "Simulator:Interval", "2s")]
    [TestCase("--Simulator:Interval 2s", "Simulator:Interval", "2s")]
    [TestCase("--Simulator:Seed -5", "Simulator:Seed", "-5")]
    [TestCase("--Simulator:Replay:Restart", "Simulator:Replay:Restart", null)]
    [TestCase("--Simulator:Replay:File=", "Simulator:Replay:File", "")]
    [TestCase("--Kafka:sasl.password=a=b", "Kafka:sasl.password", "a=b")]
    public void Setting_has_a_path_and_a_value(string arguments, string path, string? value)
    {
        var (words, settings) = Of(arguments);

        settings.Select(setting => (setting.Key, setting.Value)).Should().Equal((path, value));
        words.Should().BeEmpty();
    }

    [TestCase("audit --output=json", "audit --output=json")]
    [TestCase("--stages storage --until-drained", "--stages storage --until-drained")]
    [TestCase("--STAGES=Storage", "--stages=Storage")]
    [TestCase("-h", "-h")]
    [TestCase("lake verify --help", "lake verify --help")]
    [TestCase("-- audit", "-- audit")]
    public void Words_and_options_of_the_commands_stay(string arguments, string words)
    {
        var (rest, settings) = Of(arguments);

        rest.Should().Equal(words.Split(' '));
        settings.Should().BeEmpty();
    }

    [Test]
    public void Both_may_be_mixed_and_the_order_of_each_is_kept()
    {
        var (words, settings) = Of("--DataFolder=/a audit --Drain:Quiet 1s --output=json --Simulator:Replay:Restart --stages=all --DataFolder=/b");

        words.Should().Equal("audit", "--output=json", "--stages=all");
        settings.Select(setting => $"{setting.Key}={setting.Value}").Should()
            .Equal("DataFolder=/a", "Drain:Quiet=1s", "Simulator:Replay:Restart=", "DataFolder=/b");
    }

    static (string[] Words, IReadOnlyList<KeyValuePair<string, string?>> Settings) Of(string arguments) =>
        CommandLineSettings.TakeOut(arguments.Split(' '), Options);
}
