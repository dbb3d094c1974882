using StockNow.Host.Display;

namespace StockNow.Host.Dashboard;

/// <summary>The pipeline on one line, for a log.</summary>
internal static class SummaryLine
{
    /// <summary>Rates, lag and long work of each stage.</summary>
    public static string Of(PipelinePicture picture) => string.Join(" | ", picture.Stages.Select(Of));

    /// <summary>Whether the two moments differ in more than time.</summary>
    public static bool Moved(PipelinePicture before, PipelinePicture after) => before.Stages.Zip(after.Stages).Any(pair =>
        pair.First.Received != pair.Second.Received || pair.First.Sent != pair.Second.Sent || pair.First.Lag != pair.Second.Lag
        || pair.First.Status != pair.Second.Status || !pair.First.Dropped.SequenceEqual(pair.Second.Dropped));

    static string Of(StageRow row)
    {
        var lag = row.Lag is { } waiting ? $", lag {PeopleText.ShortCount(waiting)}" : "";
        var work = row.Status.Progress is { } progress
            ? $", {progress.What} {PeopleText.Percent(progress.Fraction)}{(progress.Left is { } left ? $", {PeopleText.Duration(left)} left" : "")}" : "";
        var state = row.Status.State == StockNow.Stages.Hosting.StageState.Running ? "" : $" {row.Status.State.ToString().ToLowerInvariant()}";
        return $"{row.Stage}{state}: {PeopleText.Rate(row.ReceivedRate)}/s in, {PeopleText.Rate(row.SentRate)}/s out{lag}{work}";
    }
}
