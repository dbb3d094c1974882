using Spectre.Console;
using Spectre.Console.Rendering;
using StockNow.Host.Display;
using StockNow.Host.Shelves;
using StockNow.Stages.Hosting;

namespace StockNow.Host.Dashboard;

/// <summary>What a person should look at, the gravest first: failed stages, errors, warnings, silent sensors, dead letters.</summary>
internal static class AttentionBlock
{
    /// <summary>Its lines.</summary>
    public static IReadOnlyList<(string Text, bool IsGrave)> Lines(PipelinePicture picture, ShelfPicture shelves, IReadOnlyList<LogLine> log, ZoneTime time)
    {
        var lines = picture.Stages.Where(row => row.Status.Reason is not null && row.Status.State != StageState.Standby)
            .Select(row => ($"{row.Stage} {StagesBlock.NameOf(row.Status.State)}: {row.Status.Reason}",
                row.Status.State is StageState.Unhealthy or StageState.Failed)).ToList();
        lines.AddRange(log.Where(line => line.IsError).Concat(log.Where(line => !line.IsError)).Select(line => (line.Text, line.IsError)));
        if (shelves.Silent is [var first, ..])
            lines.Add((shelves.Silent.Count == 1 ? $"Sensor {first.Sensor} is silent: nothing since {time.DateAndTime(first.Last)}"
                : $"{shelves.Silent.Count} sensors are silent; {first.Sensor} since {time.DateAndTime(first.Last)}", false));
        var dead = picture.Stages.Sum(row => row.DeadLetters);
        if (dead > 0) lines.Add(($"{PeopleText.Count(dead, "message")} could not be read: `stocknow dead-letters list` shows why", false));
        return lines;
    }

    /// <summary>Draws as many of them as have room.</summary>
    public static IRenderable Draw(IReadOnlyList<(string Text, bool IsGrave)> lines, int rows) => new Rows(
        lines.Take(rows).Select(line => Cells.Plain(line.Text, new Style(line.IsGrave ? Color.Red : Color.Yellow))));
}
