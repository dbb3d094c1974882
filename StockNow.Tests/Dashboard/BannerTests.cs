using StockNow.Host.Dashboard;
using StockNow.Host.Display;
using StockNow.Host.Health;
using StockNow.Stages.Hosting;

namespace StockNow.Tests.Dashboard;

public sealed class BannerTests
{
    [Test]
    public void The_banner_says_what_is_in_force() =>
        new Banner(new RunPlan([StageNames.Simulator, StageNames.AlertFilter], UntilDrained: false), new PipelineOptions { DataFolder = "/srv/stock" },
        "embedded, in /srv/stock/event-log", "local, in /srv/stock/lake", "DuckDB 1.5.6, in process", new HttpOptions { Url = "http://127.0.0.1:8080" })
            .ToString().ReplaceLineEndings("\n").Should().Be($"""
            StockNow {ProductVersion.Text}
              stages     simulator -> alert-filter
              event log  embedded, in /srv/stock/event-log
              lake       local, in /srv/stock/lake
              engine     DuckDB 1.5.6, in process
              data       {Path.GetFullPath("/srv/stock")}
              http       http://127.0.0.1:8080 with /health/live, /health/ready and /metrics
              to stop    Ctrl-C lets each stage finish what it has in hand, within 30 s; a second Ctrl-C ends at once, and nothing is lost
            """.ReplaceLineEndings("\n"));

    [Test]
    public void A_bounded_run_says_that_it_ends_by_itself() =>
        new Banner(new RunPlan([StageNames.Storage], UntilDrained: true), new PipelineOptions(), "", "", "", new HttpOptions()).ToString().Should()
        .Contain("to stop    ends by itself once all input is handled; Ctrl-C");

    [Test]
    public void Where_nothing_is_served_nothing_is_said_of_it() =>
        new Banner(new RunPlan([StageNames.Storage], UntilDrained: false), new PipelineOptions(), "embedded", null, null, new HttpOptions()).ToString().Should()
        .NotContain("http");

    [Test]
    public void What_the_run_does_not_use_is_not_named() =>
        new Banner(new RunPlan([StageNames.AlertFilter], UntilDrained: false), new PipelineOptions(), "embedded", null, null, new HttpOptions()).ToString()
            .Should().Contain("event log  embedded").And.NotContain("lake ").And.NotContain("engine");

    [Test]
    public void The_version_is_the_products() => ProductVersion.Text.Should().MatchRegex(@"^\d+\.\d+\.\d+");
}
