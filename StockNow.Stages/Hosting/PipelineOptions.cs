using System.ComponentModel.DataAnnotations;
using StockNow.Contracts.Events;

namespace StockNow.Stages.Hosting;

/// <summary>What concerns every stage.</summary>
public sealed class PipelineOptions
{
    /// <summary>Where all embedded state rests; default <c>data</c> under the working directory.</summary>
    [Required, MinLength(1)]
    public string DataFolder { get; set; } = "data";

    /// <summary>How long a stop may take to finish what is under way; what is left is done after the next start. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Longer readings are refused at the source and malformed for every stage; default 1,000,000 bytes.</summary>
    [Range(ReadingLimits.LeastMaxBytes, ReadingLimits.MostMaxBytes)]
    public int MaxReadingBytes { get; set; } = ReadingLimits.DefaultMaxBytes;

    /// <summary>A reading is malformed when its sensor_id, its product_id or its store is longer; default 1,000 bytes of UTF-8.</summary>
    [Range(ReadingLimits.LeastMaxIdBytes, ReadingLimits.MostMaxIdBytes)]
    public int MaxIdBytes { get; set; } = ReadingLimits.Default.MaxIdBytes;

    /// <summary>A reading is malformed when it has more members that the wire format does not know, those inside them included; default 1,000.</summary>
    [Range(ReadingLimits.LeastMaxUnknownMembers, ReadingLimits.MostMaxUnknownMembers)]
    public int MaxUnknownMembers { get; set; } = ReadingLimits.Default.MaxUnknownMembers;

    /// <summary>A reading is malformed when an unknown member is nested deeper than this; default 16.</summary>
    [Range(ReadingLimits.LeastMaxUnknownDepth, ReadingLimits.MostMaxUnknownDepth)]
    public int MaxUnknownDepth { get; set; } = ReadingLimits.Default.MaxUnknownDepth;

    /// <summary>How much a reading may hold, as configured.</summary>
    public ReadingLimits ReadingLimits => new(MaxReadingBytes, MaxIdBytes, MaxUnknownMembers, MaxUnknownDepth);

    /// <summary>When a bounded run counts as drained.</summary>
    public DrainOptions Drain { get; set; } = new();

    /// <summary>How a failed stage is started again.</summary>
    public RestartOptions Restart { get; set; } = new();
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

    /// <summary>
    /// A record that a stage has failed on this many times in a row goes to the dead letters with the reason unprocessable, and the stage continues after it;
    /// default 3.
    /// </summary>
    [Range(1, 1_000_000)]
    public int RecordFailures { get; set; } = 3;
}
