using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using StockNow.Contracts.Events;

namespace StockNow.Stages.Simulator.Generating;

/// <summary>Makes the readings of all products of all stores, round after round. Options, seed and start alone decide their bytes.</summary>
sealed class ReadingGenerator
{
    readonly long _start;
    readonly ReadingSchedule _schedule;
    readonly (Shelf Shelf, ReadingTemplate Template)[] _places;
    readonly SensorFaults _faults;
    readonly byte[] _value, _time = new byte[24];
    int _valueLength, _timeLength;
    long _timeMs = -1;
    ReadOnlyMemory<byte> _key;

    /// <param name="options">Stores, products, and how they sell.</param>
    /// <param name="seed">The seed of all chance.</param>
    /// <param name="start">The first reading's timestamp.</param>
    /// <param name="history">How much simulated time passes at once, at the beginning.</param>
    public ReadingGenerator(SimulatorOptions options, int seed, DateTimeOffset start, TimeSpan history = default)
    {
        _start = start.ToUnixTimeMilliseconds();
        _places = [.. Places(options, _start, Seeded(seed))];
        _schedule = new ReadingSchedule(options, _places.Length, history);
        _faults = new SensorFaults(options.Faults, Encoding.UTF8.GetBytes(LastSensor(options)));
        _value = new byte[_places.Max(place => place.Template.MaxLength)];
    }

    /// <summary>When each reading is due.</summary>
    public ReadingSchedule Schedule => _schedule;

    /// <summary>Readings of one round.</summary>
    public int Round => _places.Length;

    /// <summary>The present reading's key.</summary>
    public ReadOnlySpan<byte> Key => _key.Span;

    /// <summary>The present reading in the wire format.</summary>
    public ReadOnlySpan<byte> Value => _value.AsSpan(0, _valueLength);

    /// <summary>The present reading's timestamp, in milliseconds since 1970-01-01 UTC.</summary>
    public long TimestampMs => _timeMs;

    /// <summary>Makes the reading of a number, which counts from 0 and must not go back.</summary>
    /// <returns>Whether its sensor sends it.</returns>
    public bool Make(long reading)
    {
        var (shelf, template) = _places[reading % _places.Length];
        var offset = _schedule.OffsetOf(reading);
        var milliseconds = _start + offset.Ticks / TimeSpan.TicksPerMillisecond;
        if (milliseconds != _timeMs) _timeLength = Iso8601.Write(_timeMs = milliseconds, _time);
        _valueLength = template.Write(_time.AsSpan(0, _timeLength), shelf.QuantityAt(milliseconds), _value);
        _key = template.SensorId;
        if (_faults.Cuts(reading, offset)) _valueLength /= 2;
        return _faults.Sends(_key.Span, offset);
    }

    static IEnumerable<(Shelf, ReadingTemplate)> Places(SimulatorOptions options, long start, Random seeds)
    {
        using var writer = new ReadingWriter();
        var products = Assortment.Of(options);
        foreach (var store in Cities.Take(options.Stores))
        {
            for (var index = 0; index < products.Length; index++)
            {
                var product = products[index];
                var sample = new StockReading(SensorOf(options, store, index), DateTimeOffset.UnixEpoch, product.Name, 0, product.Threshold, store, true);
                // Every third product begins low, so that there are alerts from the first round on, by night too.
                var shelf = new Shelf(new Demand(options, product, store), product.Threshold, index % 3 == 0, options.DeliveryDelay, start,
                    Seeded(seeds.Next()));
                yield return (shelf, new ReadingTemplate(sample, writer));
            }
        }
    }

    static string SensorOf(SimulatorOptions options, Location store, int product)
    {
        var shelf = string.Create(CultureInfo.InvariantCulture, $"shelf-{product % options.Shelves + 1}");
        return options.Stores == 1 ? shelf : $"{store.Store}/{shelf}";
    }

    static string LastSensor(SimulatorOptions options) =>
        SensorOf(options, Cities.Take(options.Stores)[^1], Math.Min(options.Shelves, Assortment.Of(options).Length) - 1);

    [SuppressMessage("Security", "CA5394", Justification = "Simulated chance must be repeatable.")]
    static Random Seeded(int seed) => new(seed);
}
