using System.Text.Json;

namespace StockNow.Host.Health;

/// <summary>Asks a running process how it is doing.</summary>
internal static class HealthQuestion
{
    /// <summary>How long an answer may take.</summary>
    public static TimeSpan Timeout { get; } = TimeSpan.FromSeconds(4);

    /// <summary>Where it is asked.</summary>
    public static string AddressOf(HttpOptions http) => $"{http.Address.FromHere}/health/ready";

    /// <summary>Its answer.</summary>
    /// <exception cref="HttpRequestException">Nobody answers.</exception>
    /// <exception cref="JsonException">Another program answers.</exception>
    /// <exception cref="OperationCanceledException">No answer came in time.</exception>
    public static async Task<HealthReport> AskAsync(HttpOptions http, CancellationToken stop)
    {
        using var client = new HttpClient { Timeout = Timeout };
        using var answer = await client.GetAsync(AddressOf(http), stop);
        return HealthReport.OfJson(await answer.Content.ReadAsStringAsync(stop));
    }
}
