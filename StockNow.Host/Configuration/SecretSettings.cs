namespace StockNow.Host.Configuration;

/// <summary>
/// Which settings hold secrets: those with Password, Secret, Key or Token in their name, and the one that may hold them. Their values are never shown.
/// </summary>
internal static class SecretSettings
{
    /// <summary>Stands where a secret would.</summary>
    public const string Mask = "***";

    static readonly string[] Words = ["Password", "Secret", "Key", "Token", "oauthbearer.config", "OauthbearerConfig"];

    /// <summary>The value as it may be shown: in quotes, or masked.</summary>
    public static string Show(string path, string value) => IsSecret(path) ? Mask : $"'{value}'";

    /// <summary>Whether any part of the path names a secret.</summary>
    public static bool IsSecret(string path) => Array.Exists(Words, word => path.Contains(word, StringComparison.OrdinalIgnoreCase));
}
