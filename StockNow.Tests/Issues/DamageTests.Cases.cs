using System.Text.Json.Nodes;
using StockNow.Contracts.Topics;
using StockNow.Tests.Support;
using static StockNow.Contracts.Topics.TopicNames;

namespace StockNow.Tests.Issues;

/// <summary>The kinds of damage, and how each is done.</summary>
sealed partial class DamageTests
{
    static IReadOnlyList<Damage> Cases { get; } =
        [.. OfTheLog(), .. OfTheGroups(), .. OfTheOutputs(), .. OfTheFiles(), .. OfTheIntents(), .. OfTheCheckpoints()];

    static IEnumerable<Damage> OfTheLog()
    {
        foreach (var topic in All)
        {
            yield return new($"the first batch of {topic} is gone", data => Gone(data, topic, 0, $"{topic}-0: offset"));
            yield return new($"a batch of {topic} is gone from the middle", data => Gone(data, topic, 1, $"{topic}-0: offset"));
        }
        yield return new("an input batch is gone from the middle", data =>
        {
            var (from, to) = (data.Batch(Input, 1), data.EndOf(Input, 1));
            Gone(data, Input, 1, "");
            return $"instocknow-input-0: offsets {from} to {to - 1} ({to - from} records) are missing from the event log";
        });
        yield return new("the last batch of the input is gone", data => Gone(data, Input, -1, "the log has lost records"));
        yield return new("the last batch of the alerts is gone", data => Gone(data, Alerts, -1, "the log has lost records"));
        yield return new("the last batch of the reports is gone", data => Gone(data, MissingProducts, -1, "instocknow-alerts-0: the report"));
        yield return new("the last batch of the dead letters is gone",
            data => Gone(data, DeadLetters, -1, "instocknow-input-0: the dead letters of 3 offsets are missing"));
        yield return new("all batches of the alerts are gone", data => Sql(data, $"DELETE FROM batch WHERE topic = '{Alerts}'", "instocknow-alerts-0: "));
        yield return new("a byte of a stored batch is another", data => Batch(data, "records = substr(records, 1, 20) || x'00ff' || substr(records, 23)"));
        yield return new("a stored batch is cut short", data => Batch(data, "records = substr(records, 1, length(records) / 2)"));
        yield return new("a stored batch is empty", data => Batch(data, "records = x''"));
        yield return new("a stored batch counts a record more", data => Batch(data, "record_count = record_count + 1"));
        yield return new("a stored batch counts a record less", data => Batch(data, "record_count = record_count - 1"));
        yield return new("a stored batch counts no record", data => Batch(data, "record_count = 0"));
        yield return new("a stored batch counts fewer than none", data => Batch(data, "record_count = -5"));
        yield return new("a stored batch has a negative length", data => Batch(data, "plain_length = -1"));
        yield return new("a stored batch has an enormous length", data => Batch(data, "plain_length = 2000000000"));
        yield return new("a stored batch has a codec that nobody knows", data => Batch(data, "codec = 7"));
        yield return new("a stored batch has another checksum", data => Batch(data, "checksum = checksum + 1"));
        yield return new("a stored batch lies at another offset", data => Batch(data, "base_offset = base_offset + 5"));
        yield return new("a stored batch of the alerts is damaged",
            data => Sql(data, $"UPDATE batch SET checksum = 0 WHERE {data.At(Alerts, 1)}", "instocknow-alerts-0: the records at offsets"));
        yield return new("a stored batch of the dead letters is damaged",
            data => Sql(data, $"UPDATE batch SET checksum = 0 WHERE {data.At(DeadLetters, 0)}", "instocknow-dead-letters-0: the records at offsets"));
        yield return new("the log's identity is gone", data => Sql(data, "DELETE FROM identity", "!! the event log: "));
        yield return new("the log's identity is another",
            data => Sql(data, "UPDATE identity SET cluster_id = '00112233445566778899aabbccddeeff'",
            "which is not there; the event log that is there is 00112233445566778899aabbccddeeff"));
        yield return new("a table is gone", data => Sql(data, "DROP TABLE committed", "!! the event log: "));
        yield return new("the topic's partitions are too many",
            data => Sql(data, $"UPDATE topic SET partitions = 1000000000 WHERE name = '{Input}'", "!! the event log: "));
        yield return new("the event log is gone", data =>
        {
            var cluster = Path.GetFileName(Directory.GetDirectories(Path.Combine(data.Lake, "_stocknow"))
                .Single(folder => !folder.EndsWith(".staging", StringComparison.Ordinal)));
            Directory.Delete(data.EventLog, recursive: true);
            return $"the lake: it holds 180 rows of event log {cluster}, which is not there";
        });
        yield return new("the event log's file is empty", data =>
        {
            foreach (var file in Directory.GetFiles(data.EventLog, "stocknow.db*")) DataFolder.Cut(file, 0);
            return $"The event log {data.EventLogFile} is damaged";
        });
        yield return new("the event log's file is no database", data =>
        {
            File.WriteAllText(data.EventLogFile, string.Join('\n', Enumerable.Repeat("This is a text and no database.", 2000)));
            return $"The event log {data.EventLogFile} is damaged";
        });
        yield return new("the event log's file is cut in half", data =>
        {
            DataFolder.Cut(data.EventLogFile, new FileInfo(data.EventLogFile).Length / 2 / 16384 * 16384);
            return "event log";
        });
    }

    static IEnumerable<Damage> OfTheGroups()
    {
        yield return new("the filter's offset was set back",
            data => Sql(data, $"UPDATE committed SET next_offset = 3 WHERE group_id = '{GroupNames.AlertFilter}'",
            "Group instocknow-alert-filter has committed offset 3 in instocknow-input-0, but its outputs for offset 188 already exist."));
        yield return new("the handler's offset is gone", data => Sql(data, $"DELETE FROM committed WHERE group_id = '{GroupNames.AlertHandler}'",
            "Group instocknow-alert-handler has no committed offset in instocknow-alerts-0, but its outputs"));
        yield return new("the filter's offset lies after the end of the log",
            data => Sql(data, $"UPDATE committed SET next_offset = 999 WHERE group_id = '{GroupNames.AlertFilter}'", "the filter has read up to offset 999"));
        yield return new("the handler's offset lies after the end of the log",
            data => Sql(data, $"UPDATE committed SET next_offset = 999 WHERE group_id = '{GroupNames.AlertHandler}'", "the handler has read up to offset 999"));
        yield return new("storage's offset lies after what the lake holds",
            data => Sql(data, $"UPDATE committed SET next_offset = 250 WHERE group_id = '{GroupNames.Storage}'",
            "storage has committed offset 250, but the log ends at 189: the log has lost records"));
    }

    static IEnumerable<Damage> OfTheOutputs()
    {
        foreach (var (topic, source, what) in new[] { (Alerts, Input, "alert"), (MissingProducts, Alerts, "report"), (DeadLetters, Input, "dead letter") })
        {
            yield return new($"a record of {topic} is there twice",
                data => Written(data, topic, source, data.SourceOf(topic), $"{source}-0: the {what} of offset {data.SourceOf(topic)} is there more than once"));
            yield return new($"a record of {topic} has no cause", data => Written(data, topic, source, 1, $"{source}-0: the {what} of offset 1 is there "));
            yield return new($"a record of {topic} is of no partition",
                data => Written(data, topic, source, 1, $"{source}: 1 {what} was made from a partition that it does not have (7)", partition: 7));
            yield return new($"a record of {topic} is of another program",
                data => Written(data, topic, "orders", 1,
                $"{topic}-0: the {what} at offset {data.EndOf(topic, -1)} does not say which record it was made from"));
        }
    }

    static IEnumerable<Damage> OfTheFiles()
    {
        yield return new("a data file is gone", data => DataFile(data, file => File.Delete(file)));
        yield return new("a data file is cut in half", data => DataFile(data, file => DataFolder.Cut(file, new FileInfo(file).Length / 2)));
        yield return new("a data file is empty", data => DataFile(data, file => DataFolder.Cut(file, 0)));
        yield return new("a data file has bytes after its end", data => DataFile(data, file => File.AppendAllText(file, "more")));
        yield return new("a bit of a data file's values is another", data => DataFile(data, file => DataFolder.Flip(file, 200)), IsDeep: true);
        yield return new("a bit of a data file's footer is another", data => DataFile(data, file => DataFolder.Flip(file, new FileInfo(file).Length - 40)),
            IsDeep: true);
        yield return new("two data files are swapped", data =>
        {
            var (first, second) = (data.DataFiles[0], data.DataFiles[^1]);
            File.Move(first, first + ".aside");
            File.Move(second, first);
            File.Move(first + ".aside", second);
            return data.KeyOf(first);
        });
        yield return new("a data file is there under another name too", data =>
        {
            var copy = Path.Combine(Path.GetDirectoryName(data.DataFiles[0])!, "copy of it.parquet");
            File.Copy(data.DataFiles[0], copy);
            return data.KeyOf(copy);
        });
        yield return new("the table is gone", data =>
        {
            var file = data.KeyOf(data.DataFiles[0]);
            Directory.Delete(Path.Combine(data.Lake, "stock-data"), recursive: true);
            return file;
        });
        yield return new("the lake is gone", data =>
        {
            Directory.Delete(data.Lake, recursive: true);
            return "storage has committed offset 189, but the lake holds no range of it: up to 189 readings that were stored are not there.";
        });
        yield return new("the newest range is gone with its files", data =>
        {
            RemoveRange(data, data.Intents[^1]);
            return "storage has committed offset 189, but the lake holds its ranges only up to offset";
        });
        yield return new("the two newest ranges are gone with their files and checkpoints", data =>
        {
            RemoveRange(data, data.Intents[^1]);
            RemoveRange(data, data.Intents[^1]);
            foreach (var checkpoint in data.Checkpoints) File.Delete(checkpoint);
            return "storage has committed offset 189, but the lake holds its ranges only up to offset";
        });
    }

    static IEnumerable<Damage> OfTheIntents()
    {
        yield return new("the chain's beginning is gone", data => Remove(data.Genesis, "genesis.json"));
        yield return new("the chain's beginning is no JSON", data => Write(data.Genesis, "{", "genesis.json"));
        yield return new("the chain's beginning is at another offset", data => Intent(data.Genesis, json => json["start"] = 7, "ends before offset 7"));
        yield return new("an intent is gone", data => Remove(data.Intents[1], "ends before offset 30"));
        yield return new("the newest intent is gone, and its files are there", data => Remove(data.Intents[^1], "storage has committed offset 189"));
        yield return new("an intent is no JSON", data => Write(data.Intents[1], "no JSON", Name(data.Intents[1])));
        yield return new("an intent is empty", data => Write(data.Intents[1], "", Name(data.Intents[1])));
        yield return new("an intent is null", data => Write(data.Intents[1], "null", Name(data.Intents[1])));
        yield return new("an intent ends before it starts", data => Intent(data.Intents[1], json => json["end"] = json["start"]!.GetValue<long>() - 1));
        yield return new("an intent points back to the beginning", data => Intent(data.Intents[1], json => json["end"] = -1));
        yield return new("an intent ends where numbers end", data => Intent(data.Intents[1], json => json["end"] = long.MaxValue));
        yield return new("an intent starts elsewhere", data => Intent(data.Intents[1], json => json["start"] = json["start"]!.GetValue<long>() + 1));
        yield return new("an intent has no files", data => Intent(data.Intents[1], json => json["files"] = null));
        yield return new("an intent has a file that is nothing", data => Intent(data.Intents[1], json => json["files"] = new JsonArray((JsonNode?)null)));
        yield return new("an intent has a file without a path", data => Intent(data.Intents[1], json => json["files"]![0]!["path"] = null));
        yield return new("an intent has a file outside the lake", data => Intent(data.Intents[1], json => json["files"]![0]!["path"] = "../../../etc/passwd"));
        yield return new("an intent has a file outside the table", data => Intent(data.Intents[1], json => json["files"]![0]!["path"] = "_stocknow/x.parquet"));
        yield return new("an intent has a file of another range",
            data => Intent(data.Intents[1], json => json["files"]![0]!["path"] = data.KeyOf(data.DataFiles[0])));
        yield return new("an intent is of another partition", data => Intent(data.Intents[1], json => json["partition"] = 5));
        yield return new("an intent is of another topic", data => Intent(data.Intents[1], json => json["topic"] = "orders"));
        yield return new("an intent is of another event log", data => Intent(data.Intents[1], json => json["cluster"] = "00112233445566778899aabbccddeeff"));
        yield return new("an intent is of a later version", data => Intent(data.Intents[1], json => json["version"] = 99));
        yield return new("an intent counts more records", data => Intent(data.Intents[1], json => json["records"] = json["records"]!.GetValue<long>() + 1));
        yield return new("an intent counts fewer than none", data => Intent(data.Intents[1], json => json["malformed"] = -1));
        yield return new("an intent counts more malformed records",
            data => Intent(data.Intents[1], json => json["malformed"] = json["malformed"]!.GetValue<long>() + 1));
        yield return new("an intent counts more rows in a file",
            data => Intent(data.Intents[1], json => json["files"]![0]!["rows"] = json["files"]![0]!["rows"]!.GetValue<long>() + 1));
        yield return new("an intent has another hash", data => Intent(data.Intents[1], json => json["hash"] = "0000000000000000"));
        yield return new("an intent has another longest reading", data => Intent(data.Intents[1], json => json["limits"]!["max_bytes"] = 5));
        yield return new("the newest intent has another hash", data => Intent(data.Intents[^1], json => json["hash"] = "0000000000000000"));
    }

    static IEnumerable<Damage> OfTheCheckpoints()
    {
        yield return new("a checkpoint is no JSON", data => Write(data.Checkpoints[0], "no JSON", Name(data.Checkpoints[0])));
        yield return new("a checkpoint has no intents", data => Intent(data.Checkpoints[0], json => json["intents"] = new JsonArray()));
        yield return new("a checkpoint has an intent that is nothing",
            data => Intent(data.Checkpoints[0], json => json["intents"] = new JsonArray(null, null)));
        yield return new("a checkpoint says something else than an intent",
            data => Intent(data.Checkpoints[0], json => json["intents"]![0]!["writer"] = "another"));
        yield return new("a checkpoint ends before it starts", data => Intent(data.Checkpoints[0], json => json["intents"]![0]!["end"] = -1));
        yield return new("a checkpoint is of intents that are not there", data =>
        {
            var copy = Path.Combine(Path.GetDirectoryName(data.Checkpoints[0])!, $"{500:D20}-{600:D20}.json");
            File.Copy(data.Checkpoints[0], copy);
            return Name(copy);
        });
    }

    static string Gone(DataFolder data, string topic, int batch, string named) => Sql(data, $"DELETE FROM batch WHERE {data.At(topic, batch)}", named);

    static string Batch(DataFolder data, string change) => Sql(data, $"UPDATE batch SET {change} WHERE {data.At(Input, 1)}", "instocknow-input-0: ");

    static string Sql(DataFolder data, string sql, string named)
    {
        data.Sql(sql);
        return named;
    }

    static string DataFile(DataFolder data, Action<string> damage)
    {
        var file = data.DataFiles[1];
        damage(file);
        return data.KeyOf(file);
    }

    static string Intent(string file, Action<JsonObject> change, string? named = null)
    {
        DataFolder.Edit(file, change);
        return named ?? Name(file);
    }

    static string Written(DataFolder data, string topic, string source, long offset, string named, int partition = 0)
    {
        data.Write(topic, new TopicPartition(source, partition), offset);
        return named;
    }

    static string Remove(string file, string named)
    {
        File.Delete(file);
        return named;
    }

    static string Write(string file, string text, string named)
    {
        File.WriteAllText(file, text);
        return named;
    }

    static void RemoveRange(DataFolder data, string intent)
    {
        foreach (var file in JsonNode.Parse(File.ReadAllText(intent))!["files"]!.AsArray())
            File.Delete(Path.Combine(data.Lake, file!["path"]!.GetValue<string>()));
        File.Delete(intent);
    }

    static string Name(string file) => Path.GetFileName(file);
}
