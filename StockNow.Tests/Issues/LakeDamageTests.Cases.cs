using System.Diagnostics;
using System.Text.Json.Nodes;
using StockNow.Contracts.Lake;
using StockNow.Stages.Lake.Proof;
using StockNow.Stages.Lake.Table;
using StockNow.Tests.Lake;
using StockNow.Tests.Storage;

namespace StockNow.Tests.Issues;

/// <summary>The kinds of damage to a lake, and how each is done.</summary>
sealed partial class LakeDamageTests
{
    static IEnumerable<TestCaseData> Damages() =>
    [
        // An intent: what is said is not what can be.
        OfIntent("end before start", "'end' is -1, and must not be less than 'start'", intent => intent["end"] = -1),
        OfIntent("end of an earlier range", "'end' is 3, and must not be less than 'start'", intent => intent["end"] = 3, start: 10),
        OfIntent("end of all ends", "'end' is 9223372036854775807", intent => intent["end"] = long.MaxValue),
        OfIntent("start", "'start' is 7, and the name says 0", intent => intent["start"] = 7),
        OfIntent("topic", "'topic' is 'other'", intent => intent["topic"] = "other"),
        OfIntent("topic null", "'topic' is ''", intent => intent["topic"] = null),
        OfIntent("partition", "'partition' is 1, and the folder is that of 0", intent => intent["partition"] = 1),
        OfIntent("cluster", "'cluster' is 'other'", intent => intent["cluster"] = "other"),
        OfIntent("writer", "'writer' is empty", intent => intent["writer"] = ""),
        OfIntent("records", "'records' is 12, which offsets 0 to 9 cannot hold", intent => intent["records"] = 12),
        OfIntent("records 0", "'records' is 0", intent => intent["records"] = 0),
        OfIntent("malformed", "'malformed' is 11", intent => intent["malformed"] = 11),
        OfIntent("malformed below 0", "'malformed' is -1", intent => intent["malformed"] = -1),
        OfIntent("removed", "'removed' is 99", intent => intent["removed"] = 99),
        OfIntent("hash", "'checksum' does not fit", intent => intent["hash"] = "0123456789abcdef"),
        OfIntent("no hash", "'hash' is 'x'", intent => intent["hash"] = "x"),
        OfIntent("limits", "'checksum' does not fit", intent => intent["limits"]!["max_bytes"] = 77),
        OfIntent("limits of 0", "'limits' are ", intent => intent["limits"]!["max_bytes"] = 0),
        OfIntent("partition_function", "'partition_function' is 0", intent => intent["partition_function"] = 0),
        OfIntent("created_at", "'checksum' does not fit", intent => intent["created_at"] = "2001-01-01T00:00:00+00:00"),
        OfIntent("checksum", "'checksum' does not fit", intent => intent.Remove("checksum")),
        OfIntent("version", "is of version 99, and this program knows versions up to 3", intent => intent["version"] = 99),
        OfIntent("version 0", "'version' is 0", intent => intent["version"] = 0),
        OfIntent("files null", "'files' is null", intent => intent["files"] = null),
        OfIntent("files of nulls", "'files[0]' is null", intent => intent["files"] = new JsonArray(null, null)),
        OfIntent("no files", "'files' hold 0 rows, and 10 records, 0 of them malformed, make 10", intent => intent["files"] = new JsonArray()),
        OfIntent("files lacking", "it lacks 'files'", intent => intent.Remove("files")),
        OfIntent("path null", "'files[0]' has the path ''", intent => File0(intent)["path"] = null),
        OfIntent("path out of the lake", "'files[0]' has the path '../../../etc/passwd'", intent => File0(intent)["path"] = "../../../etc/passwd"),
        OfIntent("path out of the table", "'files[0]' has the path 'stock-data/../x.parquet'", intent => File0(intent)["path"] = "stock-data/../x.parquet"),
        OfIntent("path of the log", "'files[0]' has the path '_stocknow/x.parquet'", intent => File0(intent)["path"] = "_stocknow/x.parquet"),
        OfIntent("rows", "rows, and 10 records", intent => File0(intent)["rows"] = 1_000_000_000_000),
        OfIntent("rows 0", "'files[0]' has 0 rows", intent => File0(intent)["rows"] = 0),
        OfIntent("bytes", "'checksum' does not fit", intent => File0(intent)["bytes"] = 5),
        OfIntent("sha256", "'files[0]' has no 'sha256'", intent => File0(intent)["sha256"] = "abc"),
        OfIntent("a text for a number", "'records' cannot be read", intent => intent["records"] = "many"),
        OfObject("intent emptied", FindingKind.DamagedIntent, storage => Key(storage, "00000000000000000010.json"), _ => "", "it is empty"),
        OfObject("intent null", FindingKind.DamagedIntent, storage => Key(storage, "00000000000000000010.json"), _ => "null", "It holds null"),
        OfObject("intent cut", FindingKind.DamagedIntent, storage => Key(storage, "00000000000000000010.json"), text => text[..100],
        "it is no JSON that can be read (line 5)"),
        OfObject("intent no JSON", FindingKind.DamagedIntent, storage => Key(storage, "00000000000000000010.json"), _ => "stock",
        "it is no JSON that can be read (line 1)"),
        OfObject("genesis emptied", FindingKind.DamagedIntent, storage => Key(storage, "genesis.json"), _ => "", "it is empty"),
        OfObject("genesis below 0", FindingKind.DamagedIntent, storage => Key(storage, "genesis.json"),
        text => text.Replace("\"start\": 0", "\"start\": -5", StringComparison.Ordinal), "'start' is -5"),
        OfObject("checkpoint emptied", FindingKind.WrongCheckpoint, Checkpoint, _ => "", "it is empty"),
        OfObject("checkpoint of nulls", FindingKind.WrongCheckpoint, Checkpoint, _ => """{"version":1,"intents":[null]}""", "'intents' holds null"),
        OfObject("checkpoint edited", FindingKind.WrongCheckpoint, Checkpoint, text => text.Replace("\"end\": 9", "\"end\": 8", StringComparison.Ordinal),
        "in its copy of the intent of offset 0"),
        // Objects and files removed, added and exchanged.
        Of("intent removed", FindingKind.BrokenChain,
            storage => Delete(storage, Key(storage, "00000000000000000010.json"), found: Key(storage, "00000000000000000020.json"))),
        Of("genesis removed", FindingKind.DamagedIntent, storage => Delete(storage, Key(storage, "genesis.json"))),
        Of("genesis of a later start", FindingKind.BrokenChain, storage =>
        {
            RewriteText(storage, Key(storage, "genesis.json"), text => text.Replace("\"start\": 0", "\"start\": 10", StringComparison.Ordinal));
            return Task.FromResult(Key(storage, "00000000000000000000.json"));
        }),
        Of("intent within another's range", FindingKind.BrokenChain,
        storage => CopyTo(storage, Key(storage, "00000000000000000010.json"), Key(storage, "00000000000000000015.json"))),
        Of("file removed", FindingKind.MissingFile, async storage => await Delete(storage, await FileAsync(storage))),
        Of("file emptied", FindingKind.DamagedFile, async storage => Rewrite(storage, await FileAsync(storage), bytes => [])),
        Of("file cut", FindingKind.DamagedFile, async storage => Rewrite(storage, await FileAsync(storage), bytes => bytes[..^20])),
        Of("file of zeros", FindingKind.DamagedFile, async storage => Rewrite(storage, await FileAsync(storage), bytes => new byte[bytes.Length])),
        Of("file longer", FindingKind.WrongSize, async storage => Rewrite(storage, await FileAsync(storage), Padded)),
        Of("file of another range", FindingKind.ForeignFile,
        async storage => await CopyTo(storage, (await storage.IntentsAsync())[2].Files[0].Path, await FileAsync(storage))),
        Of("file of another partition", FindingKind.ForeignFile,
        async storage => await CopyTo(storage, (await storage.IntentsAsync(1))[0].Files[0].Path, await FileAsync(storage))),
        Of("file of another hour of its range", FindingKind.OffsetTwice, async storage =>
        {
            var intent = (await storage.IntentsAsync()).First(intent => intent.Files.Count == 2);
            return await CopyTo(storage, intent.Files[0].Path, intent.Files[1].Path);
        }),
        Of("file rewritten by DuckDB", FindingKind.DamagedFile, async storage =>
        {
            var path = storage.PathOf(await FileAsync(storage));
            DuckDb.Query(Path.GetDirectoryName(path)!, $"copy (select * from read_parquet('{path}') order by \"offset\") to '{path}.new' (format parquet)");
            File.Move($"{path}.new", path, overwrite: true);
            return await FileAsync(storage);
        }),
        Of("file of a twin with other values", FindingKind.WrongSize, async storage => await TwinAsync(storage, quantity: 4_000)),
        Of("file copied", FindingKind.UnnamedFile,
        async storage => await CopyTo(storage, await FileAsync(storage), "stock-data/date=2025-07-05/hour=12/copy.parquet")),
        Of("hidden file that DuckDB reads", FindingKind.UnnamedFile,
        async storage => await CopyTo(storage, await FileAsync(storage), "stock-data/date=2025-07-05/hour=12/.copy.parquet")),
        Of("path named by two intents", FindingKind.FileNamedTwice, async storage =>
        {
            var intent = (await storage.IntentsAsync())[0];
            await File.WriteAllBytesAsync(storage.PathOf(Key(storage, "00000000000000000030.json")), IntentJson.Write(intent with { Start = 30, End = 39 }));
            return intent.Files[0].Path;
        }),
        .. OperatingSystem.IsWindows() ? [] : NoFiles(),
    ];

    // In the place of a file lies something else: a reader that opened it would fail as if the disk were away, or wait for ever.
    static IEnumerable<TestCaseData> NoFiles()
    {
        const string Intent = "00000000000000000010.json";
        foreach (var (what, put) in new (string, Action<string>)[] { ("folder", path => Directory.CreateDirectory(path)), ("pipe", MakePipe),
            ("link to a folder", path => File.CreateSymbolicLink(path, Directory.CreateDirectory(path + ".folder").FullName)) })
        {
            yield return Instead($"intent is a {what}", FindingKind.DamagedIntent, storage => Task.FromResult(Key(storage, Intent)), put,
                words: "it is empty, or no file");
            yield return Instead($"genesis is a {what}", FindingKind.DamagedIntent, storage => Task.FromResult(Key(storage, "genesis.json")), put,
                words: "it is empty, or no file");
            yield return Instead($"file is a {what}", FindingKind.DamagedFile, FileAsync, put, words: "has 0 bytes");
        }
        foreach (var (what, target) in new[] { ("link to nothing", "nowhere"), ("link into no folder", "/nowhere/at/all"), ("link to itself", "") })
        {
            yield return Instead($"intent is a {what}", FindingKind.BrokenChain, storage => Task.FromResult(Key(storage, Intent)), Link,
                found: storage => Key(storage, "00000000000000000020.json"));
            yield return Instead($"checkpoint is a {what}", FindingKind.WrongCheckpoint, storage => Task.FromResult(Checkpoint(storage)), Link);
            yield return Instead($"file is a {what}", FindingKind.MissingFile, FileAsync, Link);

            void Link(string path) => File.CreateSymbolicLink(path, target.Length > 0 ? target : path);
        }
    }

    static TestCaseData Of(string name, FindingKind kind, Func<StorageHarness, Task<string>> damage, string words = "") =>
        new TestCaseData(new Damage(kind, words, damage)).SetArgDisplayNames(name);

    static TestCaseData Instead(string name, FindingKind kind, Func<StorageHarness, Task<string>> key, Action<string> put, string words = "",
        Func<StorageHarness, string>? found = null) =>
        Of(name, kind, async storage =>
        {
            var place = await key(storage);
            File.Delete(storage.PathOf(place));
            put(storage.PathOf(place));
            return found?.Invoke(storage) ?? place;
        }, words);

    static void MakePipe(string path)
    {
        using var mkfifo = Process.Start("mkfifo", path);
        mkfifo.WaitForExit();
        mkfifo.ExitCode.Should().Be(0);
    }

    static TestCaseData OfObject(string name, FindingKind kind, Func<StorageHarness, string> key, Func<string, string> change, string words) =>
        Of(name, kind, storage =>
    {
        RewriteText(storage, key(storage), change);
        return Task.FromResult(key(storage));
    }, words);

    static TestCaseData OfIntent(string name, string words, Action<JsonObject> change, long start = 0) =>
        Of($"intent: {name}", FindingKind.DamagedIntent, storage => EditAsync(storage, change, start), words);

    static Task<string> EditAsync(StorageHarness storage, Action<JsonObject> change, long start)
    {
        var key = Key(storage, LakeLayout.IntentName(start));
        RewriteText(storage, key, text =>
        {
            var intent = JsonNode.Parse(text)!.AsObject();
            change(intent);
            return intent.ToJsonString();
        });
        return Task.FromResult(key);
    }

    static JsonObject File0(JsonObject intent) => intent["files"]![0]!.AsObject();

    static string Key(StorageHarness storage, string name) => $"{LakeLayout.IntentFolder(storage.Log.Identity, Readings.Partition.Topic, 0)}/{name}";

    static string Checkpoint(StorageHarness storage) => Key(storage, $"checkpoints/{LakeLayout.CheckpointName(0, 20)}");

    static async Task<string> FileAsync(StorageHarness storage) => (await storage.IntentsAsync())[0].Files[0].Path;

    static void RewriteText(StorageHarness storage, string key, Func<string, string> change) =>
        File.WriteAllText(storage.PathOf(key), change(File.ReadAllText(storage.PathOf(key))));

    static string Rewrite(StorageHarness storage, string key, Func<byte[], byte[]> change)
    {
        File.WriteAllBytes(storage.PathOf(key), change(File.ReadAllBytes(storage.PathOf(key))));
        return key;
    }

    static Task<string> Delete(StorageHarness storage, string key, string? found = null)
    {
        File.Delete(storage.PathOf(key));
        return Task.FromResult(found ?? key);
    }

    static Task<string> CopyTo(StorageHarness storage, string from, string to)
    {
        File.Copy(storage.PathOf(from), storage.PathOf(to), overwrite: true);
        return Task.FromResult(to);
    }

    // Another gap before the footer: the same rows, other bytes.
    static byte[] Padded(byte[] bytes)
    {
        var footer = bytes.Length - 8 - BitConverter.ToInt32(bytes, bytes.Length - 8);
        return [.. bytes[..footer], 0, 0, 0, .. bytes[footer..]];
    }

    // The same offsets and the same origin, made by another run over other values.
    static async Task<string> TwinAsync(StorageHarness storage, int quantity)
    {
        using var twin = new StorageHarness(partitions: 2);
        twin.Options.MaxRows = 10;
        for (var partition = 0; partition < 2; partition++)
            twin.Log.Append(partition, Enumerable.Range(0, Records)
                .Select(number => Readings.Json(Readings.Noon.AddMinutes(number * 5), quantity: quantity > 100 ? quantity + number * 77 : quantity)));
        await twin.DrainAsync();
        var key = await FileAsync(storage);
        File.Copy(twin.PathOf(key), storage.PathOf(key), overwrite: true);
        return key;
    }

    /// <summary>Something done to a lake.</summary>
    /// <param name="Kind">What it must be found as.</param>
    /// <param name="Words">What its sentence must hold.</param>
    /// <param name="Do">Does it.</param>
    internal sealed record Damage(FindingKind Kind, string Words, Func<StorageHarness, Task<string>> Do);
}
