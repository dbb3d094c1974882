using System.Text;
using StockNow.Contracts.Events;
using StockNow.Host.Display;

namespace StockNow.Host.Shelves;

/// <summary>What the readings say of each shelf: what is short, what was refilled, which sensor is silent. Only event time counts.</summary>
internal sealed class ShelfBoard
{
    const int MostPlaces = 20_000, RefilledKept = 20, LongestKey = 1_024;

    readonly Dictionary<string, Place> _places = [];
    readonly Dictionary<string, Sensor> _sensors = [];
    readonly Queue<RefilledShelf> _refilled = new();
    long _newest = long.MinValue;

    /// <summary>Takes a reading. One that is older than the last one of its place changes nothing.</summary>
    public void Take(in ReadingFields reading)
    {
        _newest = Math.Max(_newest, reading.TimestampMs);
        if (reading.Store.Length + reading.SensorId.Length + reading.ProductId.Length > LongestKey) return;
        Span<char> key = stackalloc char[LongestKey + 2];
        var length = Encoding.UTF8.GetChars(reading.Store, key);
        key[length++] = '\n';
        length += Encoding.UTF8.GetChars(reading.SensorId, key[length..]);
        SensorAt(key[..length], reading)?.Take(reading.TimestampMs);
        key[length++] = '\n';
        length += Encoding.UTF8.GetChars(reading.ProductId, key[length..]);
        if (PlaceAt(key[..length], reading) is { } place && place.Take(reading) is { } refilled) Add(refilled);
    }

    /// <summary>Takes a report: how many to bring, and whether the product is in season.</summary>
    public void Take(MissingProductReport report)
    {
        if (_places.TryGetValue($"{report.Store}\n{report.SensorId}\n{report.ProductId}", out var place)) place.Take(report);
    }

    /// <summary>The shelves as they are at the newest reading.</summary>
    public ShelfPicture Look()
    {
        if (_newest == long.MinValue) return ShelfPicture.None;
        var places = _places.Values.Where(place => place.ShortSince is not null)
            .OrderBy(place => place.Quantity > 0).ThenBy(place => place.Quantity == 0 ? place.EmptySince : 0)
            .ThenBy(place => (double)place.Quantity / Math.Max(1, place.Threshold)).ThenByDescending(place => place.IsInSeason)
            .ThenBy(place => place.Name, StringComparer.Ordinal).ThenBy(place => place.Product, StringComparer.Ordinal);
        var silent = _sensors.Values.Where(sensor => sensor.IsSilentAt(_newest)).OrderBy(sensor => sensor.Last);
        return new ShelfPicture(Moment(_newest), _places.Count,
            [.. places.Select(place => place.Short(_newest))], [.. _refilled.Reverse()],
            [.. silent.Select(sensor => new SilentSensor(sensor.Name, Moment(sensor.Last)))]);
    }

    void Add(RefilledShelf refilled)
    {
        _refilled.Enqueue(refilled);
        if (_refilled.Count > RefilledKept) _refilled.Dequeue();
    }

    Sensor? SensorAt(ReadOnlySpan<char> key, in ReadingFields reading)
    {
        if (_sensors.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var sensor)) return sensor;
        if (_sensors.Count >= MostPlaces) return null;
        return _sensors[key.ToString()] = new Sensor(NameOf(reading), reading.TimestampMs);
    }

    Place? PlaceAt(ReadOnlySpan<char> key, in ReadingFields reading)
    {
        if (_places.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(key, out var place)) return place;
        if (_places.Count >= MostPlaces) return null;
        return _places[key.ToString()] = new Place(NameOf(reading), PeopleText.Name(Encoding.UTF8.GetString(reading.ProductId)));
    }

    static string NameOf(in ReadingFields reading) =>
        ShelfWords.Place(Encoding.UTF8.GetString(reading.Store), Encoding.UTF8.GetString(reading.SensorId));

    static DateTimeOffset Moment(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    sealed class Place(string name, string product)
    {
        long _last = long.MinValue;
        long? _bring;

        public string Name => name;

        public string Product => product;

        public int Quantity { get; private set; }

        public int Threshold { get; private set; }

        public long? ShortSince { get; private set; }

        public long? EmptySince { get; private set; }

        public bool IsInSeason { get; private set; }

        public RefilledShelf? Take(in ReadingFields reading)
        {
            if (reading.TimestampMs < _last) return null;
            var shortSince = ShortSince;
            (_last, Quantity, Threshold) = (reading.TimestampMs, reading.Quantity, reading.Threshold);
            EmptySince = reading.Quantity == 0 ? EmptySince ?? _last : null;
            ShortSince = reading.Alert ? ShortSince ?? _last : null;
            if (shortSince is not { } since || reading.Alert) return null;
            _bring = null;
            return new RefilledShelf(name, product, Quantity, Moment(_last), TimeSpan.FromMilliseconds(_last - since));
        }

        public void Take(MissingProductReport report)
        {
            if (ShortSince is null || report.Quantity != Quantity) return;
            (_bring, IsInSeason) = (report.MissingQuantity, report.HighPriority);
        }

        public ShortShelf Short(long now) => new(name, product, Quantity, Threshold,
            TimeSpan.FromMilliseconds(now - (EmptySince ?? ShortSince ?? now)), _bring, IsInSeason);
    }

    // A sensor is silent when it has missed several of its widest gaps of late: some send every second, others whenever somebody buys.
    sealed class Sensor(string name, long first)
    {
        const int GapsMissed = 3, RoundsKnown = 3;
        const double Remembered = 0.9;
        static readonly long Shortest = (long)TimeSpan.FromMinutes(1).TotalMilliseconds;

        long _widestGap;
        int _rounds;

        public string Name => name;

        public long Last { get; private set; } = first;

        public void Take(long at)
        {
            if (at <= Last) return;
            _widestGap = Math.Max((long)(_widestGap * Remembered), at - Last);
            _rounds++;
            Last = at;
        }

        public bool IsSilentAt(long now) => _rounds >= RoundsKnown && now - Last > Math.Max(Shortest, GapsMissed * _widestGap);
    }
}
