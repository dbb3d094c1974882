using Spectre.Console;
using Spectre.Console.Rendering;
using StockNow.Host.Display;
using StockNow.Stages.Hosting;
using Progress = StockNow.Stages.Base.Progress;

namespace StockNow.Host.Dashboard;

/// <summary>The stages of the live view: a row each, and long work under way.</summary>
internal static class StagesBlock
{
    const int BarWidth = 24;

    /// <summary>How many lines it takes.</summary>
    public static int Lines(PipelinePicture picture, int width) =>
        1 + picture.Stages.Count + picture.Stages.Count(row => row.Status.Progress is not null) + Notes(picture, width).Count;

    /// <summary>Draws it.</summary>
    public static IRenderable Draw(PipelinePicture picture, bool showsRates, int width)
    {
        var columns = showsRates ? new[] { "stage", "state", "in/s", "out/s", "in", "out", "lag" } : ["stage", "state", "in", "out", "lag"];
        var table = Cells.Table(columns, "in/s", "out/s", "in", "out", "lag");
        foreach (var row in picture.Stages)
        {
            IEnumerable<IRenderable> rates = showsRates ? [Rate(row, row.ReceivedRate), Rate(row, row.SentRate)] : [];
            table.AddRow([Cells.Plain(row.Stage), Cells.Plain(NameOf(row.Status.State), StyleOf(row.Status.State)), .. rates,
                Count(row, row.Received), Count(row, row.Sent), Cells.Plain(row.Lag is { } lag ? PeopleText.ShortCount(lag) : "-")]);
        }
        var work = picture.Stages.Where(row => row.Status.Progress is not null).Select(row => Work(row.Stage, row.Status.Progress!));
        return new Rows([table, .. work, .. Notes(picture, width).Select(note => Cells.Plain(note, Cells.Quiet))]);
    }

    /// <summary>A state in lower case.</summary>
    public static string NameOf(StageState state) => state.ToString().ToLowerInvariant();

    // Lag alone looks as if storage were stuck: it collects readings until a file is worth it.
    static List<string> Notes(PipelinePicture picture, int width) => [.. NotesOf(picture).SelectMany(note => Wrapping.Lines(PeopleText.OneLine(note), width))];

    static IEnumerable<string> NotesOf(PipelinePicture picture) =>
    [
        .. picture.Stages.Where(row => row.InHand > 0).Select(row => $"{row.Stage} has {PeopleText.Count(row.InHand, "reading")} in hand for its next files"),
        .. picture.Stages.Where(row => row.Status is { State: StageState.Standby, Reason: not null }).Select(row => row.Status.Reason!).Distinct()
            .Take(1).Select(reason => $"standby: {reason}"),
    ];

    // Analysis passes no records on: a nought would look as if it did nothing.
    static Text Count(StageRow row, long count) => Cells.Plain(row.Stage == StageNames.Analysis ? "-" : PeopleText.ShortCount(count));

    static Text Rate(StageRow row, double perSecond) => Cells.Plain(row.Stage == StageNames.Analysis ? "-" : PeopleText.Rate(perSecond));

    static Text Work(string stage, Progress work)
    {
        var left = work.Left is { } time ? $", {PeopleText.Duration(time)} left" : "";
        return Cells.Plain($"{stage} {PeopleText.Bar(work.Fraction, BarWidth)} {PeopleText.Percent(work.Fraction)}{left}: {work.What}", new Style(Color.Aqua));
    }

    static Style StyleOf(StageState state) => state switch
    {
        StageState.Running => new Style(Color.Green),
        StageState.Draining or StageState.Standby => new Style(Color.Aqua),
        StageState.Unhealthy or StageState.Failed => new Style(Color.Red),
        _ => Cells.Quiet,
    };
}
