using System.Globalization;
using Microsoft.Extensions.Logging;
using Spectre.Console;
using Spectre.Console.Rendering;
using StockNow.Contracts.Events;
using StockNow.Host.Display;
using StockNow.Stages.Hosting;
using Progress = StockNow.Stages.Base.Progress;

namespace StockNow.Host.Dashboard;

/// <summary>Draws the pipeline: a table of the stages, long work under way, the last reports, the last warnings and errors.</summary>
/// <param name="dataFolder">Where the data lies.</param>
internal sealed class PictureView(string dataFolder)
{
    const int BarWidth = 24;

    /// <summary>The whole picture.</summary>
    /// <param name="picture">The stages.</param>
    /// <param name="reports">The last reports, newest first.</param>
    /// <param name="lines">The last warnings and errors, oldest first.</param>
    /// <param name="latest">The last event of the log, shown while no stage has started: it says what is waited for.</param>
    public IRenderable Draw(PipelinePicture picture, IReadOnlyList<MissingProductReport> reports, IReadOnlyList<LogLine> lines, LogLine? latest = null)
    {
        var parts = new List<IRenderable> { Plain($"StockNow, up {PeopleText.Duration(picture.Up)}, data in {dataFolder}", Color.Default), Stages(picture) };
        parts.AddRange(picture.Stages.Where(row => row.Status.Progress is not null).Select(row => Work(row.Stage, row.Status.Progress!)));
        parts.AddRange(picture.Stages.Where(row => row.Dropped.Count > 0).Select(row => Plain($"{row.Stage} did not pass on {Dropped(row)}", Color.Default)));
        parts.AddRange(picture.Stages.Where(row => row.Status.Reason is not null)
            .Select(row => Plain($"{row.Stage}: {row.Status.Reason}", ColourOf(row.Status.State))));
        if (reports.Count > 0)
            parts.Add(Titled("Last missing-product reports",
                reports.Select(report => Plain(Line(report), report.HighPriority ? Color.Yellow : Color.Default))));
        if (latest is { Level: < LogLevel.Warning } && picture.Stages.All(row => row.Status is { State: StageState.Starting, Reason: null }))
            parts.Add(Plain(latest.Text, Color.Grey));
        if (lines.Count > 0) parts.Add(Titled("Last warnings and errors", lines.Select(line => Plain(line.Text, line.IsError ? Color.Red : Color.Yellow))));
        return new Rows(parts);
    }

    static Table Stages(PipelinePicture picture)
    {
        var table = new Table { Border = TableBorder.None };
        foreach (var name in new[] { "stage", "state" }) table.AddColumn(Column(name));
        foreach (var name in new[] { "received/s", "sent/s", "received", "sent", "lag" }) table.AddColumn(Column(name).RightAligned());
        foreach (var row in picture.Stages)
        {
            table.AddRow(
                new Text(row.Stage), new Text(NameOf(row.Status.State), ColourOf(row.Status.State)), new Text(Rate(row, row.ReceivedRate)),
                new Text(Rate(row, row.SentRate)),
                new Text(Records(row, row.Received)), new Text(Records(row, row.Sent)), new Text(row.Lag is { } lag ? PeopleText.ShortCount(lag) : "-"));
        }
        return table;
    }

    // Analysis passes no records on: a nought would look as if it did nothing.
    static string Records(StageRow row, long count) => row.Stage == StageNames.Analysis ? "-" : PeopleText.ShortCount(count);

    static string Rate(StageRow row, double perSecond) => row.Stage == StageNames.Analysis ? "-" : PeopleText.Rate(perSecond);

    // Narrow enough for a terminal of 80 characters.
    static TableColumn Column(string name) => new(new Text(name, Color.Grey)) { Padding = new Padding(0, 0, 2, 0), NoWrap = true };

    static string Dropped(StageRow row) =>
        string.Join(", ", row.Dropped.Select(dropped => $"{PeopleText.ShortCount(dropped.Records)} {dropped.Reason.Replace('-', ' ')}"));

    static Text Work(string stage, Progress work)
    {
        var left = work.Left is { } time ? $", {PeopleText.Duration(time)} left" : "";
        return Plain($"{stage} {PeopleText.Bar(work.Fraction, BarWidth)} {PeopleText.Percent(work.Fraction)}{left}: {work.What}", Color.Aqua);
    }

    static Rows Titled(string title, IEnumerable<IRenderable> lines) => new([new Text(title, new Style(decoration: Decoration.Bold)), .. lines]);

    static string Line(MissingProductReport report) => string.Create(CultureInfo.InvariantCulture,
        $"{report.DetectedAt.UtcDateTime:yyyy-MM-dd HH:mm} {Place(report)}: {report.ProductId}, {report.Quantity} of at least {report.Threshold}; bring "
        + $"{report.MissingQuantity}{(report.HighPriority ? ", in season" : "")}");

    // Some sensors carry their store's name already.
    static string Place(MissingProductReport report) =>
        report.SensorId.StartsWith(report.Store, StringComparison.Ordinal) ? report.SensorId : $"{report.Store} {report.SensorId}";

    static Text Plain(string text, Style style) => new(PeopleText.OneLine(text), style);

    static Text Plain(string text, Color colour) => Plain(text, new Style(colour));

    static string NameOf(StageState state) => state.ToString().ToLowerInvariant();

    static Style ColourOf(StageState state) => state switch
    {
        StageState.Running => Color.Green,
        StageState.Draining => Color.Aqua,
        StageState.Unhealthy or StageState.Failed => Color.Red,
        _ => Color.Grey,
    };
}
