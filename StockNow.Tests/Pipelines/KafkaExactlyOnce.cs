using StockNow.Contracts.Topics;
using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>Says whether each alert and each report is there exactly once and in order, by what a plain read_committed consumer sees.</summary>
sealed record KafkaExactlyOnce(int Readings, int Alerts, int Reports, IReadOnlyList<string> Faults)
{
    const int FaultsShown = 20;

    public static KafkaExactlyOnce Look(string brokers)
    {
        var readings = 0;
        var wanted = new Dictionary<Position, int>();
        foreach (var reading in KafkaRecords.Read(brokers, TopicNames.Input))
        {
            readings++;
            if (reading.Value.AsSpan().IndexOf("\"alert\":true"u8) >= 0) wanted[reading.At] = HashOf(reading.Value);
        }
        var alerts = KafkaRecords.Read(brokers, TopicNames.Alerts).Select(alert => (alert.At, alert.Source, Hash: HashOf(alert.Value))).ToList();
        var reports = KafkaRecords.Read(brokers, TopicNames.MissingProducts).Select(report => (report.At, report.Source, Hash: 0)).ToList();
        var faults = FaultsOf("alert", alerts, wanted).Concat(FaultsOf("report", reports, alerts.ToDictionary(alert => alert.At, _ => 0)));
        return new KafkaExactlyOnce(readings, alerts.Count, reports.Count, [.. faults]);
    }

    static IEnumerable<string> FaultsOf(string what, IReadOnlyList<(Position At, Position? Source, int Hash)> made, Dictionary<Position, int> wanted)
    {
        var from = made.Where(one => one.Source is not null).GroupBy(one => one.Source!.Value).ToDictionary(same => same.Key, same => same.ToList());
        var faults = new List<string>();
        faults.AddRange(made.Where(one => one.Source is null).Select(one => $"the {what} at {one.At} does not say where it is from"));
        faults.AddRange(from.Where(same => same.Value.Count > 1)
            .Select(same => $"{same.Value.Count} {what}s from {same.Key}, at {string.Join(", ", same.Value.Select(one => one.At))}"));
        faults.AddRange(wanted.Keys.Where(source => !from.ContainsKey(source)).Select(source => $"no {what} from {source}"));
        faults.AddRange(from.Where(same => !wanted.TryGetValue(same.Key, out var hash) || same.Value[0].Hash != hash)
            .Select(same => $"the {what} from {same.Key} is not what should come of it"));
        foreach (var stream in made.Where(one => one.Source is not null).GroupBy(one => (one.At.Partition, From: one.Source!.Value.Partition)))
            foreach (var (before, after) in stream.Zip(stream.Skip(1)))
                if (after.Source!.Value.Offset < before.Source!.Value.Offset)
                    faults.Add($"the {what} at {after.At} came before its turn: from {after.Source} after {before.Source}");
        return faults.Count <= FaultsShown ? faults : [.. faults.Take(FaultsShown), $"and {faults.Count - FaultsShown} more"];
    }

    static int HashOf(byte[] value)
    {
        var hash = new HashCode();
        hash.AddBytes(value);
        return hash.ToHashCode();
    }
}
