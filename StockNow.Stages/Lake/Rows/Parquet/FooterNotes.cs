using System.Globalization;

namespace StockNow.Stages.Lake.Rows.Parquet;

/// <summary>A file's origin as key-value metadata of its footer.</summary>
static class FooterNotes
{
    const string EventLog = "stocknow.event_log", Topic = "stocknow.topic", Partition = "stocknow.partition", Start = "stocknow.start", End = "stocknow.end",
        RangeHash = "stocknow.range_hash";

    public static IReadOnlyDictionary<string, string> Of(FileOrigin origin)
    {
        var notes = new Dictionary<string, string>
        {
            [EventLog] = origin.EventLog,
            [Topic] = origin.Topic,
            [Partition] = origin.Partition.ToString(CultureInfo.InvariantCulture),
            [Start] = origin.Start.ToString(CultureInfo.InvariantCulture),
            [End] = origin.End.ToString(CultureInfo.InvariantCulture),
        };
        if (origin.RangeHash is { } hash) notes.Add(RangeHash, hash);
        return notes;
    }

    /// <summary>The origin, or null when there is none: versions before this one did not write it.</summary>
    public static FileOrigin? Read(IReadOnlyDictionary<string, string> notes)
    {
        return notes.TryGetValue(EventLog, out var eventLog) && notes.TryGetValue(Topic, out var topic) && Number(Partition) is { } partition
            && Number(Start) is { } start && Number(End) is { } end
            ? new FileOrigin(eventLog, topic, (int)Math.Clamp(partition, -1, int.MaxValue), start, end, notes.GetValueOrDefault(RangeHash)) : null;

        long? Number(string key) => notes.TryGetValue(key, out var text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number : null;
    }
}
