using System.ComponentModel.DataAnnotations;
using StockNow.Contracts.Events;

namespace StockNow.Stages.Hosting;

/// <summary>What concerns every stage.</summary>
public sealed class PipelineOptions
{
    /// <summary>The lowest value of <see cref="MaxReadingBytes"/>: a reading of this length was never too long.</summary>
    public const int LowestMaxReadingBytes = 1024;

    /// <summary>Where all embedded state rests; default <c>data</c> under the working directory.</summary>
    [Required, MinLength(1)]
    public string DataFolder { get; set; } = "data";

    /// <summary>How long a stop may take to finish what is under way; what is left is done after the next start. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longer readings are refused at the source and malformed for every stage; default 1,000,000 bytes.</summary>
    [Range(LowestMaxReadingBytes, 100_000_000)]
    public int MaxReadingBytes { get; set; } = ReadingReader.DefaultMaxBytes;

    /// <summary>When a bounded run counts as drained.</summary>
    public DrainOptions Drain { get; set; } = new();

    /// <summary>How a failed stage is started again.</summary>
    public RestartOptions Restart { get; set; } = new();

    /// <summary>The embedded event log's folder, absolute.</summary>
    public string EventLogFolder => Path.GetFullPath(Path.Combine(DataFolder, "event-log"));

    /// <summary>The local lake's folder, absolute.</summary>
    public string LakeFolder => Path.GetFullPath(Path.Combine(DataFolder, "lake"));
}

/// <summary>When a bounded run counts as drained.</summary>
public sealed class DrainOptions
{
    /// <summary>Without the simulator, <c>--until-drained</c> ends after the input has had no lag for this long; default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan Quiet { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>How a failed stage is started again: after a pause that doubles from the first to the longest.</summary>
public sealed class RestartOptions
{
    /// <summary>The first pause; default 0.2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest pause; default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromSeconds(30);
}
