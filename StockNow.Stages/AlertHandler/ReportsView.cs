using StockNow.Contracts.Events;
using StockNow.Stages.Engines;

namespace StockNow.Stages.AlertHandler;

/// <summary>The view <c>reports</c> of the command <c>sql</c>: the rules of missing-product reports as SQL.</summary>
sealed class ReportsView(AlertHandlerOptions options) : ISqlView
{
    public string Name => "reports";

    public string Over => "alerts";

    // An alert with nothing to bring has no report.
    public string Query => $"""
        SELECT product_id, 3 * CAST(threshold AS BIGINT) - quantity AS missing_quantity, {IsHigh(options.Seasons)} AS high_priority, sensor_id, store,
               quantity, threshold, season, "timestamp" AS detected_at, topic, "partition", "offset"
        FROM (SELECT *, {SeasonOf(options.Hemisphere)} AS season FROM alerts)
        WHERE 3 * CAST(threshold AS BIGINT) > quantity
        """;

    static string SeasonOf(Hemisphere hemisphere)
    {
        const string Month = """extract(MONTH FROM "timestamp" AT TIME ZONE 'UTC')""";
        var south = hemisphere switch { Hemisphere.North => "0", Hemisphere.South => "2", _ => "CASE WHEN lat < 0 THEN 2 ELSE 0 END" };
        return $"[{string.Join(", ", Enum.GetValues<Season>().Select(season => $"'{season.Name()}'"))}][({Month} // 3 + {south}) % 4 + 1]";
    }

    static string IsHigh(SeasonalProducts seasons)
    {
        IReadOnlyList<string>[] bySeason = [seasons.Winter, seasons.Spring, seasons.Summer, seasons.Autumn];
        var parts = bySeason.Index().Where(one => one.Item.Count > 0).Select(one =>
            $"season = '{((Season)one.Index).Name()}' AND product_id IN ({string.Join(", ", one.Item.Select(Literal))})");
        return parts.ToList() is { Count: > 0 } some ? $"({string.Join(" OR ", some)})" : "false";
    }

    static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";
}
