using System.Text.Json;
using StockNow.Contracts.Events;

namespace StockNow.Host.Reports;

/// <summary>Reads missing-product reports as they stand in their topic.</summary>
internal static class ReportReader
{
    static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <summary>The report of a record; null when it is none, as another program may write to the topic.</summary>
    public static MissingProductReport? Read(ReadOnlySpan<byte> json)
    {
        try
        {
            var report = JsonSerializer.Deserialize<MissingProductReport>(json, Options);
            return report is { ProductId: not null, Store: not null, SensorId: not null, Season: not null, ReportId: not null } ? report : null;
        }
        catch (JsonException) { return null; }
    }
}
