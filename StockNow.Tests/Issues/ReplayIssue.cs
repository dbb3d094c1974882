using System.IO.Compression;
using System.Text;
using StockNow.Stages.Simulator;
using StockNow.Stages.Simulator.Replaying;
using StockNow.Tests.Simulator;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>A replay of files in a folder of its own, into a log in memory.</summary>
abstract class ReplayIssue
{
    protected TempFolder Folder { get; private set; } = null!;

    [SetUp]
    public void MakeFolder() => Folder = new TempFolder();

    [TearDown]
    public void RemoveFolder() => Folder.Dispose();

    protected static string Reading(string sensor, int second = 0) =>
        $$$"""{"sensor_id":"{{{sensor}}}","timestamp":"2025-07-05T13:52:{{{second % 60:00}}}Z","product_id":"crème","quantity":3,"threshold":5,"location":{"store":"paris-12","lat":48.85,"lon":2.34},"alert":true}""";

    protected static string Lines(params IEnumerable<string> lines) => string.Concat(lines.Select(line => line + "\n"));

    protected SimulatorBench Replaying(string name, double? speed = null)
    {
        var bench = new SimulatorBench();
        bench.Options.Replay = new() { File = name.Length == 0 ? Folder.Path : Folder[name], Speed = new Speed(speed) };
        return bench;
    }

    /// <summary>Replays another file, or a folder, into the same log, as another process.</summary>
    protected async Task ReplayAsync(SimulatorBench bench, string name)
    {
        bench.Options.Replay.File = name.Length == 0 ? Folder.Path : Folder[name];
        await bench.RunAsync();
    }

    protected string Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes a file, packed when its name says so.</summary>
    protected string Write(string name, ReadOnlySpan<byte> bytes) =>
        WriteRaw(name, name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? Packed(bytes) : bytes);

    protected string WriteRaw(string name, ReadOnlySpan<byte> bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Folder[name])!);
        File.WriteAllBytes(Folder[name], bytes);
        return Folder[name];
    }

    protected static byte[] Packed(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var packing = new GZipStream(packed, CompressionLevel.Fastest)) packing.Write(bytes);
        return packed.ToArray();
    }

    protected static IEnumerable<string> Values(SimulatorBench bench) => bench.Log.Records.Select(record => Encoding.UTF8.GetString(record.Value));

    /// <summary>The sensors of what was sent, where it is a reading.</summary>
    protected static IEnumerable<string> Sensors(SimulatorBench bench) => bench.Log.Records.Select(record => record.Key);
}
