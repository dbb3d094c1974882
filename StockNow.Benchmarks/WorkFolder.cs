namespace StockNow.Benchmarks;

/// <summary>A folder for one run's data, removed with all that lies in it.</summary>
sealed class WorkFolder(string parent) : IDisposable
{
    public string Path { get; } = Directory.CreateDirectory(System.IO.Path.Combine(parent, $"stocknow-benchmark-{Guid.NewGuid():N}")).FullName;

    /// <summary>Bytes of all files.</summary>
    public long Bytes => new DirectoryInfo(Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
