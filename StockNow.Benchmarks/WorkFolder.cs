namespace StockNow.Benchmarks;

/// <summary>
/// Folders for the data of all runs of one command. They are removed together at its end: a file system that has just removed many files makes new ones
/// slowly.
/// </summary>
sealed class WorkFolders(string parent) : IDisposable
{
    readonly string _path = Directory.CreateDirectory(Path.Combine(parent, $"stocknow-benchmark-{Guid.NewGuid():N}")).FullName;
    int _made;

    public WorkFolder New() => new(Directory.CreateDirectory(Path.Combine(_path, $"{++_made}")).FullName);

    public void Dispose() => Directory.Delete(_path, recursive: true);
}

/// <summary>A folder for one run's data.</summary>
/// <param name="Path">Absolute.</param>
sealed record WorkFolder(string Path)
{
    /// <summary>Bytes of all files.</summary>
    public long Bytes => new DirectoryInfo(Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
