namespace StockNow.Host.Dashboard;

/// <summary>Decides whether a live picture can be drawn, or plain lines are wanted.</summary>
internal static class Terminal
{
    /// <summary>Whether a person watches: nothing is redirected, the terminal can move its cursor, and no build server runs it.</summary>
    public static bool IsLive() => IsLive(Console.IsOutputRedirected, Console.IsErrorRedirected, Environment.GetEnvironmentVariable);

    /// <summary>The same, from given facts.</summary>
    public static bool IsLive(bool outputRedirected, bool errorRedirected, Func<string, string?> variable) =>
        !outputRedirected && !errorRedirected && variable("TERM") != "dumb" && string.IsNullOrEmpty(variable("CI"));
}
