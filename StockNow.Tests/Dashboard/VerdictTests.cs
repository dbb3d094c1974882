using Spectre.Console;
using StockNow.Host.Display;

namespace StockNow.Tests.Dashboard;

/// <summary>A proof ends with a green or a red line, and its findings are red.</summary>
public sealed class VerdictTests
{
    [TestCase(true, "1;32")]
    [TestCase(false, "1;91")]
    public void Verdict_has_its_colour(bool isGood, string colour) => Written("topic\n  !! a file is gone\nClean: nothing lost, nothing twice.\n", isGood)
        .Should().Contain($"\u001b[{colour}mClean: nothing lost, nothing twice.").And.Contain("\u001b[91m  !! a file is gone").And.StartWith("topic");

    static string Written(string text, bool isGood)
    {
        using var output = new StringWriter();
        Verdict.Write(text, isGood, AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.Yes, ColorSystem = ColorSystemSupport.Standard, Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        }));
        return output.ToString();
    }
}
