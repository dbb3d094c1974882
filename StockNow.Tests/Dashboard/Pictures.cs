using Spectre.Console;
using Spectre.Console.Rendering;
using StockNow.Contracts.Events;
using StockNow.Host.Dashboard;
using StockNow.Stages.Hosting;

namespace StockNow.Tests.Dashboard;

/// <summary>Consoles and pictures for tests.</summary>
static class Pictures
{
    public static MissingProductReport Report(string product = "GTA6", bool highPriority = false) =>
        new(product, 12, highPriority, "id", "shelf-2", "paris-12", 3, 5, "summer", new DateTimeOffset(2025, 7, 5, 13, 52, 0, TimeSpan.Zero));

    public static StageRow Row(
        string stage = StageNames.AlertFilter, StageState state = StageState.Running, string? reason = null, Stages.Base.Progress? progress = null,
        double receivedRate = 0, double sentRate = 0, long received = 0, long sent = 0, (string, long)[]? dropped = null, long? lag = null) =>
        new(stage, new StageStatus.Snapshot(state, reason, progress), receivedRate, sentRate, received, sent, dropped ?? [], lag);

    public static PipelinePicture Of(params StageRow[] rows) => new(TimeSpan.FromSeconds(65), rows);

    public static IAnsiConsole Console(TextWriter output, int width = 80, bool ansi = false)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output), Ansi = ansi ? AnsiSupport.Yes : AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors,
            Interactive = ansi ? InteractionSupport.Yes : InteractionSupport.No, Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        (console.Profile.Width, console.Profile.Height) = (width, 40);
        return console;
    }

    public static string Text(IRenderable drawn)
    {
        using var output = new StringWriter();
        Console(output).Write(drawn);
        return string.Join('\n', output.ToString().ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).TrimEnd();
    }
}
