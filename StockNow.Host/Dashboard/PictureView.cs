using Microsoft.Extensions.Logging;
using Spectre.Console;
using Spectre.Console.Rendering;
using StockNow.Host.Display;
using StockNow.Host.Shelves;
using StockNow.Stages.Hosting;

namespace StockNow.Host.Dashboard;

/// <summary>Draws the live view: what needs a person, the shelves, the stages, the answers.</summary>
/// <param name="dataFolder">Where the data lies.</param>
/// <param name="time">Writes the times.</param>
internal sealed class PictureView(string dataFolder, ZoneTime time)
{
    /// <summary>The whole picture.</summary>
    /// <param name="seen">What it shows.</param>
    /// <param name="width">Characters of a line.</param>
    /// <param name="height">Lines of the terminal.</param>
    public IRenderable Draw(PictureContents seen, int width, int height)
    {
        var (picture, shelves) = (seen.Pipeline, seen.Shelves);
        var attention = AttentionBlock.Lines(picture, shelves, seen.Log, time).SelectMany(line => Wrapping.Lines(PeopleText.OneLine(line.Text), width)
            .Select(text => (text, line.IsGrave))).ToList();
        var half = PictureLayout.IsWideAt(width) ? width / 2 : width;
        var answers = seen.Answers.SelectMany((line, index) => Wrapping.Lines(line.Trim(), half)
            .Select(text => index == 0 ? Cells.Title(text) : Cells.Plain(text))).ToList();
        var layout = PictureLayout.For(width, height, new PictureLines(
            attention.Count, shelves.Short.Count, shelves.Refilled.Count, StagesBlock.Lines(picture, half), answers.Count));
        var stages = new List<IRenderable> { StagesBlock.Draw(picture, layout.ShowsRates, half) };
        if (layout.Answers > 0) stages.Add(new Rows(answers));
        var left = new List<IRenderable>();
        if (shelves.Places > 0) left.Add(ShelvesBlock.Draw(shelves, layout.Shelves, layout.ShowsThreshold));
        if (layout.Refilled > 0) left.Add(ShelvesBlock.DrawRefilled(shelves, layout.Refilled, time));
        if (Waiting(seen) is { } waiting) left.Add(waiting);

        var blocks = new List<IRenderable> { Cells.Plain(Head(picture, width), Cells.Quiet) };
        if (layout.Attention > 0) blocks.Add(AttentionBlock.Draw(attention, layout.Attention));
        if (layout.IsWide && left.Count > 0) blocks.Add(Beside(left, stages, width));
        else blocks.AddRange([.. left, .. stages]);
        // What needs attention stands right below the title.
        return layout.Attention > 0 ? new Rows([blocks[0], Cells.Spaced(blocks.Skip(1))]) : Cells.Spaced(blocks);
    }

    // On one line, whatever its width.
    string Head(PipelinePicture picture, int width)
    {
        var head = $"StockNow, up {PeopleText.Duration(picture.Up)}, Ctrl-C stops it";
        return head.Length + dataFolder.Length + 10 <= width ? $"{head}, data in {dataFolder}" : head;
    }

    static Grid Beside(List<IRenderable> left, List<IRenderable> right, int width)
    {
        var half = width / 2;
        return new Grid { Expand = false }
            .AddColumn(new GridColumn { Width = half - 4, Padding = new Padding(0, 0, 4, 0), NoWrap = true })
            .AddColumn(new GridColumn { Width = width - half, Padding = new Padding(0, 0, 0, 0), NoWrap = true })
            .AddRow(Cells.Spaced(left), Cells.Spaced(right));
    }

    // While no stage has started, the last event says what is waited for.
    static Text? Waiting(PictureContents seen) =>
        seen.Latest is { Level: < LogLevel.Warning } latest && seen.Pipeline.Stages.All(row => row.Status is { State: StageState.Starting, Reason: null })
            ? Cells.Plain(latest.Text, Cells.Quiet) : null;
}

/// <summary>What a picture shows.</summary>
/// <param name="Pipeline">The stages.</param>
/// <param name="Shelves">The shelves.</param>
/// <param name="Answers">The last answers, as lines.</param>
/// <param name="Log">The last warnings and errors, oldest first.</param>
/// <param name="Latest">The last event of the log.</param>
internal sealed record PictureContents(
    PipelinePicture Pipeline, ShelfPicture Shelves, IReadOnlyList<string> Answers, IReadOnlyList<LogLine> Log, LogLine? Latest = null);
