using StockNow.Host.Dashboard;

namespace StockNow.Tests.Dashboard;

public sealed class TerminalTests
{
    [TestCase(false, false, "xterm", null, true)]
    [TestCase(false, false, null, "", true)]
    [TestCase(true, false, "xterm", null, false)]
    [TestCase(false, true, "xterm", null, false)]
    [TestCase(false, false, "dumb", null, false)]
    [TestCase(false, false, "xterm", "true", false)]
    public void The_picture_is_live_only_where_a_person_watches(bool outputRedirected, bool errorRedirected, string? term, string? ci, bool live) =>
        Terminal.IsLive(outputRedirected, errorRedirected, name => name == "TERM" ? term : ci).Should().Be(live);
}
