using StockNow.Host.Commands;
using StockNow.Host.Configuration;
using StockNow.Stages.Hosting;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>2.16, 2.20: what is mistyped is named with what was meant, in plain words.</summary>
sealed class U20_CommandLineTests
{
    static readonly KnownSettings Known = StrictBinder.Known(Setup.Sections(StageCatalog.Find()));

    [TestCase("valdate", "There is no command 'valdate'; did you mean validate?")]
    [TestCase("AUDIT", "There is no command 'AUDIT'; did you mean audit?")]
    [TestCase("lake", "lake needs one of: verify")]
    [TestCase("dead-letters", "dead-letters needs one of: list, replay, show, purge")]
    [TestCase("lake verfy", "lake has no command 'verfy'; did you mean lake verify?")]
    [TestCase("lake-verify", "There is no command 'lake-verify'; did you mean lake verify?")]
    [TestCase("deadletters list", "There is no command 'deadletters'; did you mean dead-letters?")]
    [TestCase("dead-letters remove", "dead-letters has no command 'remove'. It has list, replay, show, purge")]
    [TestCase("dead-letters prge", "dead-letters has no command 'prge'; did you mean dead-letters purge?")]
    [TestCase("reports --output=html", "--output: html is for answers; write table, json or csv")]
    [TestCase("reports --last=0", "--last: 0 is out of range; write 1 or more")]
    [TestCase("reports --last=5000000000", "--last: 5000000000 is out of range; write at most 2147483647")]
    [TestCase("list", "There is no command 'list'; did you mean dead-letters list?")]
    [TestCase("run", "There is no command 'run'. Commands are validate, graph, audit, reports, status, health, lake, dead-letters, sql, config; without one "
        + "the stages run, as with --stages=all")]
    [TestCase("audit now", "audit takes no further word; 'now' is one too many")]
    [TestCase("Simulator:Interval=2s", "There is no command 'Simulator:Interval=2s'; did you mean --Simulator:Interval=2s?")]
    [TestCase("@file", "There is no command '@file'.")]
    [TestCase("--output=xml", "--output: 'xml' is not known. Known: table, json, csv, html.")]
    [TestCase("audit --output=jsn", "--output: 'jsn' is not known; did you mean 'json'? Known: table, json, csv, html.")]
    [TestCase("health --output=csv", "--output: csv and html are for answers and totals; write table or json")]
    [TestCase("validate --output=CSV", "--output: csv and html are for answers and totals; write table or json")]
    [TestCase("config show --output=csv", "--output: csv and html are for answers and totals; write table or json")]
    [TestCase("--output", "--output: needs a value, one of table, json, csv")]
    [TestCase("--output=", "--output: needs a value, one of table, json, csv")]
    [TestCase("--stages=", "--stages: needs a value, such as all")]
    [TestCase("--config=", "--config: needs a value, such as /etc/stocknow.json")]
    [TestCase("dead-letters list --limit=abc", "--limit: 'abc' is not a whole number, such as 100")]
    [TestCase("dead-letters list --limit=99999999999999999999", "--limit: '99999999999999999999' is not a whole number, such as 100")]
    [TestCase("dead-letters list --limit=-1", "--limit: -1 is out of range; write 1 or more")]
    [TestCase("dead-letters list --limit -1", "--limit: -1 is out of range; write 1 or more")]
    [TestCase("--stages=simulator --stages=storage", "--stages: is given 2 times; join the names: --stages=simulator,storage")]
    [TestCase("audit --output=json --output=table", "--output: is given 2 times; give it once")]
    [TestCase("audit --until-drained", "--until-drained: is not for audit, which takes --config, --deep, --output")]
    [TestCase("audit --stages=all", "--stages: is not for audit, which takes --config, --deep, --output")]
    [TestCase("health --stages=all", "--stages: is not for health")]
    [TestCase("graph --output=json", "--output: is not for graph, which takes --config, --stages")]
    [TestCase("dead-letters replay --limit=3", "--limit: is not for dead-letters replay, which takes --again, --config")]
    [TestCase("--until-drained=maybe", "--until-drained: 'maybe' is neither true nor false")]
    [TestCase("validate --offline=perhaps", "--offline: 'perhaps' is neither true nor false")]
    [TestCase("--outptu=json", "--outptu: is neither an option nor a setting; did you mean --output? Settings have a colon: --Simulator:Interval=2s")]
    [TestCase("--foo", "--foo: is neither an option nor a setting. Settings have a colon")]
    [TestCase("--foo bar", "--foo: is neither an option nor a setting. Settings have a colon")]
    [TestCase("--DataFoldr=/x", "--DataFoldr: is neither an option nor a setting; did you mean --DataFolder?")]
    [TestCase("--Intervall=2s", "--Intervall: is neither an option nor a setting")]
    [TestCase("--Catalogue=x", "--Catalogue: is neither an option nor a setting; did you mean --Simulator:Catalogue?")]
    [TestCase("--=5", "--: is neither an option nor a setting.")]
    [TestCase("--:=5", "--:: is neither an option nor a setting.")]
    [TestCase("--Simulator::Interval=2s", "--Simulator::Interval: is neither an option nor a setting")]
    [TestCase("audit --DataFolder", "--DataFolder: needs a value, such as --DataFolder=")]
    [TestCase("--DataFolder --until-drained", "--DataFolder: needs a value, such as --DataFolder=")]
    [TestCase("--datafolder", "--datafolder: needs a value, such as --datafolder=")]
    [TestCase("--Simulator:Rate", "--Simulator:Rate: needs a value")]
    [TestCase("--Http:Url", "--Http:Url: needs a value")]
    [TestCase("--Kafka:bootstrap.servers", "--Kafka:bootstrap.servers: needs a value")]
    [TestCase("audit --DataFolder=/a --DataFolder=/b", "--DataFolder: is given as '/a' and as '/b'; give it once")]
    [TestCase("--DataFolder=/a --DATAFOLDER=/b", "--DataFolder: is given as '/a' and as '/b'; give it once")]
    [TestCase("--Simulator:Replay:Restart --Simulator:Replay:Restart=false", "--Simulator:Replay:Restart: is given as 'true' and as 'false'; give it once")]
    [TestCase("--Kafka:sasl.password=geheim --Kafka:sasl.password=offen", "--Kafka:sasl.password: is given as *** and as ***; give it once")]
    [TestCase("-x", "-x: is not an option; --help shows them")]
    [TestCase("-stages=all", "-stages: is not an option; did you mean --stages?")]
    [TestCase("-Simulator:Interval=2s", "'-Simulator:Interval' begins with one dash; settings have two: --Simulator:Interval=...")]
    public void Mistyped_line_has_one_fault_that_says_what_was_meant(string line, string fault)
    {
        var faults = CommandLine.Read(line.Split(' '), new CommandTree().Root(), Known).Faults;

        var text = FaultList.Text(faults, "command line");
        text.Should().StartWith($"The command line has 1 fault; nothing was started.\n  1. {fault}").And.NotContain("System.").And.NotContain("StockNow.");
    }

    [TestCase("audit --output=json", "audit --output=json")]
    [TestCase("--output=json audit", "audit --output=json")]
    [TestCase("-- audit", "audit")]
    [TestCase("help", "--help")]
    [TestCase("help dead-letters list", "dead-letters list --help")]
    [TestCase("version", "--version")]
    [TestCase("-v", "--version")]
    [TestCase("lake --help", "lake --help")]
    [TestCase("--stages storage,, --until-drained true", "--stages=storage,, --until-drained=true")]
    [TestCase("--config /etc/stock.json config show", "config show --config=/etc/stock.json")]
    [TestCase("--DataFolder=/srv --allow-missing", "--allow-missing")]
    [TestCase("audit --DataFolder=/srv --DataFolder=/srv", "audit")]
    [TestCase("audit --Simulator:Replay:Restart --output=json", "audit --output=json")]
    public void Right_line_is_put_in_order(string line, string words)
    {
        var read = CommandLine.Read(line.Split(' '), new CommandTree().Root(), Known);

        read.Faults.Should().BeEmpty();
        read.Words.Should().Equal(words.Split(' '));
    }

    [TestCase("simulator,,")]
    [TestCase(",simulator, ")]
    public void Comma_without_a_name_is_passed_over(string stages) =>
        StageSelection.Parse(stages, ProductPipeline.Stages).Should().BeEquivalentTo((new[] { "simulator" }, Array.Empty<string>()));

    [Test]
    public void All_faults_of_a_line_are_reported_at_once() =>
        CommandLine.Read(["valdate", "--output=xml", "--foo"], new CommandTree().Root(), Known).Faults.Should().HaveCount(3);

    [Test]
    public async Task Program_is_called_stocknow_and_knows_help_and_version()
    {
        var help = await HostProcess.RunAsync("help");
        (help.ExitCode, help.Err).Should().Be((0, ""));
        help.Out.Should().Contain("stocknow [command] [options]").And.Contain("Exit codes:").And.NotContain("StockNow.Host");

        var version = await HostProcess.RunAsync("version");
        version.Out.Should().MatchRegex(@"^\d+\.\d+\.\d+");

        var mistyped = await HostProcess.RunAsync("valdate");
        (mistyped.ExitCode, mistyped.Out).Should().Be((2, ""));
    }
}
