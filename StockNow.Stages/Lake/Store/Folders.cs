namespace StockNow.Stages.Lake.Store;

/// <summary>Makes folders that survive a power cut.</summary>
static class Folders
{
    /// <summary>Makes a folder and those above it where they are not there. A new folder's own name is durable only once its parent is.</summary>
    /// <returns>The folders that were made, the deepest first.</returns>
    public static IReadOnlyList<string> Ensure(string folder)
    {
        var made = new List<string>();
        for (var missing = folder; !Directory.Exists(missing) && Path.GetDirectoryName(missing) is { } parent; missing = parent) made.Add(missing);
        for (var index = made.Count - 1; index >= 0; index--)
        {
            Directory.CreateDirectory(made[index]);
            Posix.SyncFolder(Path.GetDirectoryName(made[index])!);
        }
        return made;
    }

    /// <summary>Removes a folder and those above it, as far as they are empty and below another one.</summary>
    public static void RemoveEmpty(string folder, string below)
    {
        for (; folder.StartsWith(below + Path.DirectorySeparatorChar, StringComparison.Ordinal); folder = Path.GetDirectoryName(folder)!)
        {
            try
            {
                if (!Directory.Exists(folder)) continue;
                if (Directory.EnumerateFileSystemEntries(folder).Any()) return;
                Directory.Delete(folder);
            }
            catch (DirectoryNotFoundException) { } // somebody else has just removed it
            catch (IOException) { return; }
        }
    }
}
