using System.ComponentModel.DataAnnotations;
using StockNow.Stages.Base;
using StockNow.Stages.Base.Adapters;

namespace StockNow.Stages.Streaming;

/// <summary>The event log: where readings, alerts and reports flow.</summary>
public sealed class EventLogOptions
{
    /// <summary>The most partitions of a topic of the embedded log.</summary>
    public const int MostPartitions = 1024;

    /// <summary>Which event log to use; default Embedded.</summary>
    public AdapterName<IEventLog> Kind { get; set; } = new("Embedded");

    /// <summary>
    /// Partitions of a topic that the embedded log makes now; existing topics keep theirs. Default 1: on one machine more partitions only make more files.
    /// </summary>
    [Range(1, MostPartitions)]
    public int Partitions { get; set; } = 1;

    /// <summary>What a commit of the embedded log survives; default PowerCut.</summary>
    public Durability Durability { get; set; } = Durability.PowerCut;

    /// <summary>While input keeps coming, a stage commits at least this often; once it is drained, at once. Default 20 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan CommitInterval { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// On Kafka: allows a group to start at a committed offset whose outputs exist already, for example after an operator reset it on purpose. Those outputs
    /// are written twice. Default false: such a start is refused. Remove the setting after the start.
    /// </summary>
    public bool AllowReprocessing { get; set; }

    /// <summary>What the embedded log may forget.</summary>
    public RetentionOptions Retention { get; set; } = new();
}

/// <summary>What the embedded log may forget. Never what a group that has read the topic before has yet to read.</summary>
public sealed class RetentionOptions
{
    /// <summary>Records older than this may go; default 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "3650.00:00:00")]
    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Above this size of all topics together the oldest records may go; default none.</summary>
    public ByteSize? MaxSize { get; set; }

    /// <summary>How often to look; default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan CheckInterval { get; set; } = TimeSpan.FromMinutes(1);
}

/// <summary>What a commit survives.</summary>
public enum Durability
{
    /// <summary>A power cut: each commit is forced to the disk.</summary>
    PowerCut,

    /// <summary>The process being killed, but not the machine: faster on slow disks.</summary>
    ProcessKill,
}
