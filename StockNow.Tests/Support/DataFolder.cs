using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;

namespace StockNow.Tests.Support;

/// <summary>A copy of a finished run's data folder, and the tools to damage it as disks, operators and other programs do.</summary>
sealed class DataFolder : IDisposable
{
    readonly TempFolder _folder = new();

    public DataFolder(string finished)
    {
        foreach (var file in Directory.EnumerateFiles(finished, "*", SearchOption.AllDirectories))
        {
            var copy = _folder["data", System.IO.Path.GetRelativePath(finished, file)];
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public string Path => _folder["data"];

    public string EventLog => _folder["data", "event-log"];

    public string EventLogFile => _folder["data", "event-log", "stocknow.db"];

    public string Lake => _folder["data", "lake"];

    public IReadOnlyList<string> DataFiles => Sorted(_folder["data", "lake", "stock-data"], "*.parquet");

    /// <summary>The intents of the one partition, in the order of the chain.</summary>
    public IReadOnlyList<string> Intents => [.. Directory.GetFiles(IntentFolder, "0*.json").Order(StringComparer.Ordinal)];

    public string Genesis => System.IO.Path.Combine(IntentFolder, "genesis.json");

    public IReadOnlyList<string> Checkpoints => Sorted(System.IO.Path.Combine(IntentFolder, "checkpoints"), "*.json");

    /// <summary>The key of a file of the lake.</summary>
    public string KeyOf(string file) => System.IO.Path.GetRelativePath(Lake, file);

    public void Sql(string sql)
    {
        LogFileSql.Execute(Path, sql);
        SqliteConnection.ClearAllPools();
    }

    public long Number(string sql) => LogFileSql.Number(Path, sql);

    /// <summary>The base offset of a stored batch, counted from 0, or from the end by negative numbers.</summary>
    public long Batch(string topic, int number) => number >= 0
        ? Number($"SELECT base_offset FROM batch WHERE topic = '{topic}' ORDER BY base_offset LIMIT 1 OFFSET {number}")
        : Number($"SELECT base_offset FROM batch WHERE topic = '{topic}' ORDER BY base_offset DESC LIMIT 1 OFFSET {-number - 1}");

    /// <summary>The first offset after a stored batch.</summary>
    public long EndOf(string topic, int number) =>
        Number($"SELECT base_offset + record_count FROM batch WHERE topic = '{topic}' AND base_offset = {Batch(topic, number)}");

    /// <summary>The condition that names a stored batch.</summary>
    public string At(string topic, int number) => string.Create(CultureInfo.InvariantCulture, $"topic = '{topic}' AND base_offset = {Batch(topic, number)}");

    /// <summary>The source's offset of a topic's first record.</summary>
    public long SourceOf(string topic)
    {
        using var log = new OpenedLog(Path);
        return log.SourceOf(new TopicPartition(topic, 0));
    }

    /// <summary>Writes one more output, as a stage would that does its work twice.</summary>
    public void Write(string topic, TopicPartition source, long offset)
    {
        using var log = new OpenedLog(Path);
        log.Write(topic, source, offset);
    }

    /// <summary>Changes a JSON object in place, as an editor does.</summary>
    public static void Edit(string file, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        change(json);
        File.WriteAllText(file, json.ToJsonString(new() { WriteIndented = true }));
    }

    /// <summary>Flips one bit.</summary>
    public static void Flip(string file, long at)
    {
        using var stream = File.Open(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = at;
        var old = stream.ReadByte();
        stream.Position = at;
        stream.WriteByte((byte)(old ^ 0x10));
    }

    public static void Cut(string file, long length)
    {
        using var stream = File.Open(file, FileMode.Open, FileAccess.ReadWrite);
        stream.SetLength(length);
    }

    public void Dispose() => _folder.Dispose();

    string IntentFolder => System.IO.Path.GetDirectoryName(Directory.GetFiles(_folder["data", "lake", "_stocknow"], "*.json", SearchOption.AllDirectories)
        .First(file => System.IO.Path.GetFileName(file) == "genesis.json" || System.IO.Path.GetFileName(file).Length == 25))!;

    static IReadOnlyList<string> Sorted(string folder, string pattern) =>
        Directory.Exists(folder) ? [.. Directory.GetFiles(folder, pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal)] : [];

    sealed class OpenedLog(string dataFolder) : IDisposable
    {
        readonly EmbeddedEventLog _log =
            new(EmbeddedLogFolder.In(dataFolder), ProductPipeline.Groups, new EventLogOptions(), TimeProvider.System, NullLogger<EmbeddedEventLog>.Instance);

        public long SourceOf(TopicPartition partition)
        {
            var batch = _log.ScanAsync(partition, 0, 1, default).ToBlockingEnumerable().First();
            return batch[0].Headers.TryGet(HeaderNames.SourceOffset, out long offset)
                ? offset : throw new InvalidDataException($"{partition}@0 names no source");
        }

        public void Write(string topic, TopicPartition source, long offset) => Task.Run(async () =>
        {
            await using var writer = await _log.OpenWriterAsync("damage", default);
            writer.Produce(topic, "key"u8, "{}"u8, new HeaderWriter().AddSource(source, offset));
            await writer.CommitAsync(default);
        }).GetAwaiter().GetResult();

        public void Dispose() => Task.Run(async () => await _log.DisposeAsync()).GetAwaiter().GetResult();
    }
}
