namespace StockNow.Stages.Streaming.Embedded;

/// <summary>Where the embedded log keeps its file.</summary>
/// <param name="Path">The folder, absolute.</param>
sealed record EmbeddedLogFolder(string Path)
{
    /// <summary>Its place in the data folder.</summary>
    public static EmbeddedLogFolder In(string dataFolder) => new(System.IO.Path.GetFullPath(System.IO.Path.Combine(dataFolder, "event-log")));
}
