using System.Diagnostics;
using System.Text.Json;

namespace StockNow.Benchmarks.Kafka;

/// <summary>
/// When each alert was produced, to be found again by what came out. Alerts of one sensor and product come out in the order they went in,
/// through filter and handler too, so the first one still awaited is the one that came. Safe for concurrent use.
/// </summary>
sealed class SentAlerts
{
    readonly Lock _gate = new();
    readonly Dictionary<(string Sensor, string Product), Queue<(long Reading, long At)>> _awaited = [];
    readonly List<(long Reading, TimeSpan Time)> _arrived = [];
    int _sent;

    public (int Sent, int Arrived) Count
    {
        get
        {
            lock (_gate) return (_sent, _arrived.Count);
        }
    }

    /// <summary>Notes that a reading is about to be produced now.</summary>
    public void Sent(long reading, ReadOnlySpan<byte> value)
    {
        var key = KeyOf(value);
        lock (_gate)
        {
            if (!_awaited.TryGetValue(key, out var queue)) _awaited[key] = queue = new();
            _sent++;
            queue.Enqueue((reading, Stopwatch.GetTimestamp()));
        }
    }

    /// <summary>Notes that an alert, or the report made of it, was there at a moment.</summary>
    /// <exception cref="BenchmarkException">It was not sent, or came before.</exception>
    public void Arrived(ReadOnlySpan<byte> value, long at)
    {
        var key = KeyOf(value);
        lock (_gate)
        {
            if (!_awaited.TryGetValue(key, out var queue) || !queue.TryDequeue(out var sent))
                throw new BenchmarkException($"Something about {key.Product} of {key.Sensor} came out once more than it went in.");
            _arrived.Add((sent.Reading, Stopwatch.GetElapsedTime(sent.At, at)));
        }
    }

    /// <summary>How long each took, from a reading on.</summary>
    public List<TimeSpan> TimesFrom(long reading)
    {
        lock (_gate) return [.. _arrived.Where(one => one.Reading >= reading).Select(one => one.Time)];
    }

    static (string Sensor, string Product) KeyOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        string? sensor = null, product = null;
        while ((sensor is null || product is null) && reader.Read())
        {
            if (reader.CurrentDepth != 1 || reader.TokenType != JsonTokenType.PropertyName) continue;
            if (reader.ValueTextEquals("sensor_id"u8)) sensor = Next(ref reader);
            else if (reader.ValueTextEquals("product_id"u8)) product = Next(ref reader);
        }
        return (sensor ?? throw new BenchmarkException("Something without a sensor came out."), product
            ?? throw new BenchmarkException("Something without a product came out."));
    }

    static string? Next(ref Utf8JsonReader reader) => reader.Read() ? reader.GetString() : null;
}
