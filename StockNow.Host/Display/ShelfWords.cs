using System.Globalization;
using StockNow.Contracts.Events;

namespace StockNow.Host.Display;

/// <summary>What a store needs to know of a shelf, in its words: how many are left, the threshold, how many to bring.</summary>
internal static class ShelfWords
{
    /// <summary>How many are left: <c>EMPTY</c>, or <c>1 left</c>.</summary>
    public static string Left(long quantity) => quantity == 0 ? "EMPTY" : $"{PeopleText.Count(quantity)} left";

    /// <summary>Where: store and shelf. Some sensors carry the name of their store already.</summary>
    public static string Place(string store, string sensor) =>
        PeopleText.Name(sensor.StartsWith(store, StringComparison.Ordinal) ? sensor : $"{store} {sensor}");

    /// <summary>A report as one sentence without its place: <c>parapluie, 1 left, threshold 3; bring 8, in season (autumn)</c>.</summary>
    public static string Sentence(MissingProductReport report) => string.Create(CultureInfo.InvariantCulture,
        $"{PeopleText.Name(report.ProductId)}, {Left(report.Quantity)}, threshold {report.Threshold:N0}; bring {report.MissingQuantity:N0}{InSeason(report)}");

    static string InSeason(MissingProductReport report) => report.HighPriority ? $", in season ({PeopleText.Name(report.Season)})" : "";
}
