using StockNow.Contracts.Lake;

namespace StockNow.Stages.Lake.Store;

/// <summary>The rule for keys: names joined by '/', none of which leads out of the lake.</summary>
static class LakeKey
{
    /// <summary>The key itself.</summary>
    /// <exception cref="ArgumentException">It breaks the rule.</exception>
    public static string Checked(string key) => key.Split('/').Any(part => part is "" or "." or "..") || Path.IsPathRooted(key)
        ? throw new ArgumentException($"'{key}' is no key: names joined by '/'", nameof(key)) : key;

    /// <summary>The key itself, of an object that may be removed.</summary>
    /// <exception cref="ArgumentException">It is not in the staging folder.</exception>
    public static string CheckedForDiscard(string key) => IsStaged(Checked(key))
        ? key : throw new ArgumentException($"'{key}' does not lie in {LakeLayout.Staging}", nameof(key));

    /// <summary>The key itself, of a data file.</summary>
    /// <exception cref="ArgumentException">It is not in the table.</exception>
    public static string CheckedForRemoval(string key) => Checked(key).StartsWith(LakeLayout.Table + "/", StringComparison.Ordinal)
        ? key : throw new ArgumentException($"'{key}' does not lie in {LakeLayout.Table}", nameof(key));

    /// <summary>Whether an object is in the staging folder.</summary>
    public static bool IsStaged(string key) => key.StartsWith(LakeLayout.Staging + "/", StringComparison.Ordinal);
}
