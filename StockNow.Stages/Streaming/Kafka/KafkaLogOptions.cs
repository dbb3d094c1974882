using System.ComponentModel.DataAnnotations;

namespace StockNow.Stages.Streaming.Kafka;

/// <summary>How StockNow uses Kafka. The client's own properties, such as <c>Kafka:BootstrapServers</c>, stand in the section <c>Kafka</c>.</summary>
sealed class KafkaLogOptions : IValidatableObject
{
    /// <summary>Partitions of a topic made now; existing topics keep theirs. Default 6.</summary>
    [Range(1, 10_000)]
    public int Partitions { get; set; } = 6;

    /// <summary>Copies of each partition of a topic made now; exactly-once through the loss of a broker needs 3. Default 1.</summary>
    [Range(1, 10)]
    public short Replication { get; set; } = 1;

    /// <summary>
    /// Tells processes of the same stage apart, and must stay the same over restarts; default: the machine's name, and a number when several run on it.
    /// </summary>
    public string? Instance { get; set; }

    /// <summary>After this long without a sign of life another process takes a reader's partitions; default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:06", "00:30:00")]
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A transaction that is open longer than this is aborted by the broker; default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:15:00")]
    public TimeSpan TransactionTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>While input keeps coming and nothing is produced, offsets are committed at least this often; default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan OffsetsInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How long a start waits for brokers that are not there yet; longer where all containers start at once. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan ContactTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Reads and produces in batches past the client's own calls, where that works (Linux): about twice the records for the same CPU. Default true.
    /// </summary>
    public bool NativeBatches { get; set; } = true;

    /// <summary>
    /// If one call into the Kafka client lasts longer than this, the process ends, so that its supervisor starts it again; default 30 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:10", "01:00:00")]
    public TimeSpan HangTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (HangTimeout <= TransactionTimeout)
            yield return new ValidationResult(
                $"must be longer than TransactionTimeout ({TransactionTimeout}), because a call may wait that long", [nameof(HangTimeout)]);
    }
}
