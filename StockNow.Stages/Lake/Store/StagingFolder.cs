namespace StockNow.Stages.Lake.Store;

/// <summary>
/// The folder in which files are written before they are published. It is made when it is first needed, and again when somebody has removed it.
/// </summary>
/// <remarks>Safe for concurrent use.</remarks>
sealed class StagingFolder(string path, TimeProvider time)
{
    static readonly TimeSpan StaleAfter = TimeSpan.FromHours(1);

    readonly Lock _one = new();
    readonly List<string> _made = [];
    int _users;
    bool _isKept, _isSwept;

    /// <summary>Holds the folder until the use is disposed.</summary>
    public FolderUse Use()
    {
        lock (_one)
        {
            Ensure();
            _users++;
        }
        return new FolderUse(this);
    }

    StagingFolder Keep()
    {
        lock (_one)
        {
            Ensure();
            _isKept = true;
        }
        return this;
    }

    /// <summary>Where files are written before they are uploaded to a lake that is no local folder.</summary>
    public static string BesideLakeIn(string dataFolder) => Path.GetFullPath(Path.Combine(dataFolder, "lake-staging"));

    /// <summary>A path for a new file that somebody else writes. The folder is there, and stays for as long as the process runs.</summary>
    /// <exception cref="LakeException">The folder cannot be made.</exception>
    public string NewFileToKeep()
    {
        try { return Keep().NewFile(); }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new LakeException($"cannot make the staging folder {path}: {DiskFault.Advice(fault)}", fault);
        }
    }

    /// <summary>A path for a new file.</summary>
    public string NewFile() => Path.Combine(path, $"{Guid.NewGuid():N}.tmp");

    /// <summary>Removes the folders again that this process has made for a mere look, as far as they are empty.</summary>
    public void RemoveIfUnused()
    {
        lock (_one)
        {
            if (_isKept || _users > 0) return;
            foreach (var folder in _made.ToList())
            {
                if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()) return;
                if (Directory.Exists(folder)) Directory.Delete(folder);
                _made.Remove(folder);
            }
        }
    }

    // Dead writers leave files here; the first to write sweeps them away.
    void Ensure()
    {
        _made.AddRange(Folders.Ensure(path));
        if (_isSwept) return;
        var before = time.GetUtcNow().UtcDateTime - StaleAfter;
        foreach (var file in Directory.EnumerateFiles(path))
            if (File.GetLastWriteTimeUtc(file) < before) TryDelete(file);
        _isSwept = true;
    }

    static void TryDelete(string file)
    {
        try { File.Delete(file); }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Another user's, who sweeps it himself.
        }
    }

    /// <summary>One use of the folder.</summary>
    public readonly struct FolderUse(StagingFolder folder) : IDisposable
    {
        /// <summary>A path for a new file.</summary>
        public string NewFile() => folder.NewFile();

        /// <inheritdoc/>
        public void Dispose()
        {
            lock (folder._one) folder._users--;
        }
    }
}
