using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using StockNow.Host.Display;
using StockNow.Host.Shelves;

namespace StockNow.Host.Dashboard;

/// <summary>The shelves of the live view: what needs a refill, the most urgent first, and what was refilled.</summary>
internal static class ShelvesBlock
{
    /// <summary>Draws the shelves to refill.</summary>
    public static IRenderable Draw(ShelfPicture shelves, int rows, bool showsThreshold)
    {
        string[] threshold = showsThreshold ? ["threshold"] : [], season = showsThreshold ? [""] : [];
        var table = Cells.Table(["left", "for", "store and shelf", "product", .. threshold, "bring", .. season], "threshold", "bring");
        foreach (var shelf in shelves.Short.Take(rows)) table.AddRow(Row(shelf, showsThreshold));
        var title = Cells.Title(Heading(shelves, rows));
        return rows > 0 ? new Rows(title, table) : title;
    }

    /// <summary>Draws the shelves that were refilled last.</summary>
    public static IRenderable DrawRefilled(ShelfPicture shelves, int rows, ZoneTime time) => new Rows(
    [
        Cells.Title("Refilled lately"),
        .. shelves.Refilled.Take(rows).Select(shelf => Cells.Plain(string.Create(CultureInfo.InvariantCulture,
            $"{time.Time(shelf.At)}  {shelf.Place}  {shelf.Product}, {shelf.Quantity:N0} now, was low for {Coarse(shelf.After)}"), new Style(Color.Green))),
    ]);

    static IEnumerable<IRenderable> Row(ShortShelf shelf, bool showsThreshold)
    {
        var style = shelf.Quantity == 0 ? new Style(Color.Red, decoration: Decoration.Bold) : new Style(Color.Yellow);
        yield return Cells.Plain(ShelfWords.Left(shelf.Quantity), style);
        yield return Cells.Plain(Coarse(shelf.For), style);
        yield return Cells.Plain(shelf.Place);
        yield return Cells.Plain(shelf.Product);
        if (showsThreshold) yield return Cells.Plain(PeopleText.Count(shelf.Threshold));
        yield return Cells.Plain(shelf.Bring is { } bring ? PeopleText.Count(bring) : "-");
        if (showsThreshold) yield return Cells.Plain(shelf.IsInSeason ? "in season" : "");
    }

    static string Heading(ShelfPicture shelves, int rows)
    {
        if (shelves.Short.Count == 0) return $"No shelf needs a refill; {PeopleText.Count(shelves.Places, "place")} seen";
        var empty = shelves.Empty > 0 ? $", {PeopleText.Count(shelves.Empty)} of them EMPTY" : "";
        var shown = rows < shelves.Short.Count ? $" (the first {rows})" : "";
        return $"To refill: {PeopleText.Count(shelves.Short.Count)} of {PeopleText.Count(shelves.Places, "place")}{empty}{shown}";
    }

    static string Coarse(TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} s"),
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalMinutes):0} min"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalHours):0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(time.TotalDays):0} d"),
    };
}
