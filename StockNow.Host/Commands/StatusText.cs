using System.Globalization;
using System.Text;
using System.Text.Json;
using StockNow.Host.Display;
using StockNow.Host.Shelves;

namespace StockNow.Host.Commands;

/// <summary>The status for people and for programs.</summary>
internal static class StatusText
{
    const int ShelvesShown = 10;

    static readonly JsonSerializerOptions JsonOptions = new()
    {
        WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, DictionaryKeyPolicy = null, Encoder = ScreenJsonEncoder.Instance,
    };

    /// <summary>One object. Other programs read it: members are added, never renamed.</summary>
    public static string Json(StatusReport status) => JsonSerializer.Serialize(
        new
        {
            status.Place.EventLog,
            status.Place.Lake,
            status.Running,
            Records = status.Records.ToDictionary(),
            status.DeadLetters,
            RowsStored = status.Rows,
            status.Files,
            status.Waiting,
            NewestReading = status.Shelves.Newest,
            status.Shelves.Places,
            ToRefill = status.Shelves.Short.Select(shelf => new
            {
                shelf.Place, shelf.Product, shelf.Quantity, shelf.Threshold, ForSeconds = (long)shelf.For.TotalSeconds, shelf.Bring,
                InSeason = shelf.IsInSeason,
            }),
            SilentSensors = status.Shelves.Silent.Select(sensor => new { sensor.Sensor, sensor.Last }),
        }, JsonOptions) + "\n";

    /// <summary>A few lines.</summary>
    public static string Table(StatusReport status, ZoneTime time)
    {
        var text = new StringBuilder().AppendLine(status.Place.ToString()).AppendLine(Running(status));
        foreach (var (what, count) in status.Records) Line(what, count, what == "readings" ? Newest(status.Shelves, time) : "");
        Line("dead letters", status.DeadLetters, status.DeadLetters > 0 ? "`stocknow dead-letters list` shows them" : "");
        Line("rows stored", status.Rows, $"in {PeopleText.Count(status.Files, "file")}");
        foreach (var (stage, waiting) in status.Waiting) Line($"wait for {stage}", waiting, "");
        foreach (var sensor in status.Shelves.Silent.Take(ShelvesShown))
            text.AppendLine(CultureInfo.InvariantCulture, $"Sensor {sensor.Sensor} is silent: nothing since {time.DateAndTime(sensor.Last)}");
        Shelves(status.Shelves);
        return text.ToString();

        void Line(string what, long count, string note) =>
            text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-24}{PeopleText.Count(count),14}  {note}").TrimEnd());

        void Shelves(ShelfPicture shelves)
        {
            if (shelves.Places == 0) return;
            text.AppendLine(CultureInfo.InvariantCulture,
                $"To refill: {PeopleText.Count(shelves.Short.Count)} of {PeopleText.Count(shelves.Places, "place")}, {shelves.Empty} of them EMPTY");
            foreach (var shelf in shelves.Short.Take(ShelvesShown))
                text.AppendLine(CultureInfo.InvariantCulture,
                    $"  {ShelfWords.Left(shelf.Quantity),-8}  {shelf.Place}  {shelf.Product}, threshold {shelf.Threshold}{Bring(shelf)}, {Since(shelf)}");
            if (shelves.Short.Count > ShelvesShown)
                text.AppendLine(CultureInfo.InvariantCulture, $"  ... and {shelves.Short.Count - ShelvesShown} more; --output=json has all of them");
        }
    }

    static string Bring(ShortShelf shelf) => shelf.Bring is { } bring ? $"; bring {PeopleText.Count(bring)}" : "";

    static string Since(ShortShelf shelf) => $"{(shelf.Quantity == 0 ? "empty" : "low")} for {PeopleText.Duration(shelf.For)}";

    static string Newest(ShelfPicture shelves, ZoneTime time) => shelves.Newest is { } newest ? $"the newest of {time.DateAndTime(newest)}" : "";

    static string Running(StatusReport status) => status switch
    {
        { Running: { } report } => $"Running ({status.RunningFrom}): {string.Join(", ", report.Stages.Select(stage => $"{stage.Stage} {stage.State}"))}",
        { RunningFrom: { } address } => $"No process answers at {address}; this is what the event log and the lake hold.",
        _ => "No process was asked, because Http:Url is not set; this is what the event log and the lake hold.",
    };
}
