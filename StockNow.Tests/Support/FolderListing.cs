namespace StockNow.Tests.Support;

/// <summary>All that is in a folder, with lengths and times, to see that a command leaves it as it was.</summary>
static class FolderListing
{
    public static IReadOnlyList<string> Of(string folder) => !Directory.Exists(folder) ? ["nothing"] :
        [.. Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Append(folder).Order(StringComparer.Ordinal)
            .Select(path => $"{path} {(File.Exists(path) ? new FileInfo(path).Length : 0)} {File.GetLastWriteTimeUtc(path):O}")];
}
