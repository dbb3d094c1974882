using Spectre.Console;
using Spectre.Console.Rendering;
using StockNow.Host.Dashboard;
using StockNow.Host.Shelves;
using StockNow.Stages.Hosting;

namespace StockNow.Tests.Dashboard;

/// <summary>Consoles and pictures for tests.</summary>
static class Pictures
{
    public static StageRow Row(
        string stage = StageNames.AlertFilter, StageState state = StageState.Running, string? reason = null, Stages.Base.Progress? progress = null,
        double receivedRate = 0, double sentRate = 0, long received = 0, long sent = 0, (string, long)[]? dropped = null, long? lag = null) =>
        new(stage, new StageStatus.Snapshot(state, reason, progress), receivedRate, sentRate, received, sent, dropped ?? [], lag);

    public static PictureContents Contents(
        PipelinePicture picture, ShelfPicture? shelves = null, IReadOnlyList<string>? answers = null, params LogLine[] log) =>
        new(picture, shelves ?? ShelfPicture.None, answers ?? [], log);

    public static ShelfPicture Shelves(int shorts, int refilled = 0, int silent = 0)
    {
        var at = new DateTimeOffset(2026, 11, 27, 15, 2, 0, TimeSpan.Zero);
        return new ShelfPicture(at, 30,
            [.. Enumerable.Range(0, shorts).Select(index =>
                new ShortShelf($"paris-12 shelf-{index}", "parapluie", index, 3, TimeSpan.FromMinutes(42 - index % 40), 9 - index, index == 0))],
            [.. Enumerable.Range(0, refilled).Select(index => new RefilledShelf($"lyon-03 shelf-{index}", "ski", 9, at, TimeSpan.FromMinutes(18)))],
            [.. Enumerable.Range(0, silent).Select(index => new SilentSensor($"lyon-03 shelf-{index}", at.AddHours(-3)))]);
    }

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

    public static string Text(IRenderable drawn, int width = 80)
    {
        using var output = new StringWriter();
        Console(output, width).Write(drawn);
        return string.Join('\n', output.ToString().ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).TrimEnd();
    }
}
