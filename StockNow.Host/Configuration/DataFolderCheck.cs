namespace StockNow.Host.Configuration;

/// <summary>Finds out whether a data folder can be made and written, and leaves nothing there.</summary>
internal static class DataFolderCheck
{
    /// <summary>The fault, or null when the folder is there and can be written, or can be made.</summary>
    public static ConfigurationFault? Check(string dataFolder)
    {
        try
        {
            var wanted = Path.GetFullPath(dataFolder);
            var existing = wanted;
            while (!Path.Exists(existing) && Path.GetDirectoryName(existing) is { } parent) existing = parent;
            if (!Directory.Exists(existing)) return Fault($"{existing} is not a folder");
            Probe(existing, Path.GetRelativePath(existing, wanted));
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Fault($"'{Absolute(dataFolder)}' cannot be written: {Reason(exception)}");
        }
    }

    static string Absolute(string folder)
    {
        try { return Path.GetFullPath(folder); }
        catch (Exception exception) when (exception is IOException or ArgumentException or NotSupportedException) { return folder; }
    }

    // The missing folders are made below a folder of our own, not in their place: another process that starts now may be making them there.
    static void Probe(string existing, string missing)
    {
        var probe = Path.Combine(existing, $".stocknow-probe-{Guid.NewGuid():N}");
        try
        {
            Directory.CreateDirectory(Path.Combine(probe, missing));
            File.WriteAllBytes(Path.Combine(probe, missing, "probe"), [1]);
        }
        finally
        {
            if (Directory.Exists(probe)) Directory.Delete(probe, recursive: true);
        }
    }

    // The system's own words would name the probe.
    static string Reason(Exception exception) => exception switch
    {
        UnauthorizedAccessException => "permission is denied",
        FileNotFoundException or DirectoryNotFoundException => "no folder can be made there",
        PathTooLongException => "a name in it is too long",
        ArgumentException or NotSupportedException => "it is no path",
        _ when exception.Message.Contains("No space", StringComparison.OrdinalIgnoreCase) => "no space is left on its disk",
        _ when exception.Message.Contains("Read-only", StringComparison.OrdinalIgnoreCase) => "its file system is read-only",
        _ => exception.Message.TrimEnd('.'),
    };

    static ConfigurationFault Fault(string message) => new("DataFolder", $"{message}; make it a folder that can be written, or set --DataFolder to another");
}
