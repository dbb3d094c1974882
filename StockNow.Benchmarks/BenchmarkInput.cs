using System.Globalization;
using System.IO.Compression;
using System.Text;
using StockNow.Contracts.Events;
using StockNow.Stages.Simulator;
using StockNow.Stages.Simulator.Generating;

namespace StockNow.Benchmarks;

/// <summary>Readings in memory, looped over as often as a benchmark needs.</summary>
sealed class BenchmarkInput
{
    const int Generated = 100_000;

    readonly byte[] _bytes;
    readonly Reading[] _readings;

    BenchmarkInput(string source, byte[] bytes, IEnumerable<Reading> readings)
    {
        (Source, _bytes, _readings) = (source, bytes, [.. readings]);
        if (_readings.Length == 0) throw new BenchmarkException($"There are no readings in {source}.");
    }

    /// <summary>Where the readings are from, for a person.</summary>
    public string Source { get; }

    /// <summary>Different readings.</summary>
    public int Count => _readings.Length;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Count:N0} readings of {(double)BytesOf(Count) / Count:0} bytes, looped, from {Source}");

    /// <summary>The key of a record; records count from 0 and loop over the readings.</summary>
    public ReadOnlySpan<byte> Key(long record) => _readings[record % _readings.Length].Sensor;

    /// <summary>The reading itself.</summary>
    public ReadOnlySpan<byte> Value(long record)
    {
        var reading = _readings[record % _readings.Length];
        return _bytes.AsSpan(reading.Start, reading.Length);
    }

    /// <summary>Whether the reading is an alert.</summary>
    public bool IsAlert(long record) => _readings[record % _readings.Length].IsAlert;

    /// <summary>Bytes of keys and values of the first records.</summary>
    public long BytesOf(long records) => Sum(records, reading => reading.Sensor.Length + reading.Length);

    /// <summary>Alerts among the first records.</summary>
    public long AlertsOf(long records) => Sum(records, reading => reading.IsAlert ? 1 : 0);

    /// <summary>The alerts alone.</summary>
    public BenchmarkInput Alerts() => new($"{Source}, alerts only", _bytes, _readings.Where(reading => reading.IsAlert));

    /// <summary>The same readings, all within the hour of the first: as many sensors would send them live.</summary>
    public BenchmarkInput WithinOneHour()
    {
        const int DateAndHour = 13;
        var bytes = _bytes.ToArray();
        foreach (var reading in _readings) TimeOf(_readings[0])[..DateAndHour].CopyTo(TimeOf(reading));
        return new BenchmarkInput($"{Source}, within one hour", bytes, _readings);

        Span<byte> TimeOf(Reading reading)
        {
            var member = "\"timestamp\":\""u8;
            var json = bytes.AsSpan(reading.Start, reading.Length);
            return json[(json.IndexOf(member) + member.Length)..];
        }
    }

    /// <summary>Writes the first records to a file, a line each.</summary>
    public async Task WriteAsync(string path, long records)
    {
        await using var file = File.Create(path, 1 << 20);
        for (var record = 0L; record < records; record++)
        {
            file.Write(Value(record));
            file.WriteByte((byte)'\n');
        }
    }

    /// <summary>Loads a file of readings, or makes some when there is none.</summary>
    /// <param name="path">An .ndjson or .ndjson.gz file, or null for the real readings beside the repository, or made ones where those are missing.</param>
    public static BenchmarkInput Load(string? path) => (path ?? BesideTheRepository()) is { } file ? FromFile(file) : FromSimulator();

    static BenchmarkInput FromFile(string path)
    {
        using var file = File.OpenRead(path);
        using Stream unpacked = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var memory = new MemoryStream();
        unpacked.CopyTo(memory);
        return FromLines(Path.GetFileName(path), memory.ToArray());
    }

    static BenchmarkInput FromSimulator()
    {
        var options = new SimulatorOptions { Stores = 100 };
        var generator = new ReadingGenerator(options, seed: 1, HistorySpan.SeededStart);
        using var memory = new MemoryStream();
        for (var reading = 0; reading < Generated; reading++)
        {
            generator.Make(reading);
            memory.Write(generator.Value);
            memory.WriteByte((byte)'\n');
        }
        return FromLines("the simulator, seed 1", memory.ToArray());
    }

    static BenchmarkInput FromLines(string source, byte[] bytes)
    {
        var reader = new ReadingReader();
        var readings = new List<Reading>();
        var sensors = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var range in MemoryExtensions.Split(bytes, (byte)'\n'))
        {
            var (start, length) = range.GetOffsetAndLength(bytes.Length);
            if (length == 0) continue;
            if (!reader.TryRead(bytes.AsSpan(start, length), out var fields, out var error))
                throw new BenchmarkException($"Line {readings.Count + 1} of {source} {error}.");
            readings.Add(new Reading(start, length, Sensor(fields.SensorId), fields.Alert));
        }
        return new BenchmarkInput(source, bytes, readings);

        byte[] Sensor(ReadOnlySpan<byte> utf8)
        {
            var known = sensors.GetAlternateLookup<ReadOnlySpan<char>>();
            Span<char> text = new char[utf8.Length];
            text = text[..Encoding.UTF8.GetChars(utf8, text)];
            return known.TryGetValue(text, out var sensor) ? sensor : known[text] = utf8.ToArray();
        }
    }

    static string? BesideTheRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "StockNow.sln"))) continue;
            var data = Path.Combine(folder.FullName, "..", "shared", "data");
            return Directory.Exists(data) ? Directory.EnumerateFiles(data, "*.ndjson.gz").Order(StringComparer.Ordinal).FirstOrDefault() : null;
        }
        return null;
    }

    long Sum(long records, Func<Reading, long> of)
    {
        var (loops, rest) = Math.DivRem(records, _readings.Length);
        return loops * _readings.Sum(of) + _readings.Take((int)rest).Sum(of);
    }

    readonly record struct Reading(int Start, int Length, byte[] Sensor, bool IsAlert);
}
