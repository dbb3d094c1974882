namespace StockNow.Stages.Lake.Table;

/// <summary>The data files of a range, written aside and not published yet. Those that are not published are discarded with it.</summary>
/// <param name="files">The files, in the order of their hours.</param>
sealed class StagedFiles(IReadOnlyList<StagedFile> files) : IDisposable
{
    /// <summary>The files.</summary>
    public IReadOnlyList<StagedFile> Files => files;

    public void Dispose()
    {
        foreach (var file in files) Discard(file.Staged);
    }

    /// <summary>Removes a staged file, if it is still there.</summary>
    public static void Discard(string staged)
    {
        try
        {
            File.Delete(staged);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // The store removes it when it is stale.
        }
    }
}

/// <summary>One of them.</summary>
/// <param name="Staged">Where it lies.</param>
/// <param name="File">What an intent says of it.</param>
sealed record StagedFile(string Staged, IntentFile File);
