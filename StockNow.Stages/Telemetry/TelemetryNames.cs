namespace StockNow.Stages.Telemetry;

/// <summary>The names of all instruments and tags; nothing else names one.</summary>
/// <remarks>
/// The summaries become <c>docs/telemetry.md</c>: what it is, its unit, and what it says. Names of the OpenTelemetry conventions for messaging are used where
/// there is one.
/// </remarks>
public static class TelemetryNames
{
    /// <summary>Meter and activity source.</summary>
    public const string Source = "StockNow";

    /// <summary>Counter, {record}: records that a stage took in, counted once, after their commit.</summary>
    public const string Received = "stocknow.stage.received";

    /// <summary>Counter, {record}: records that a stage passed on.</summary>
    public const string Sent = "stocknow.stage.sent";

    /// <summary>Counter, {record}: records that a stage did not pass on, by reason.</summary>
    public const string Dropped = "stocknow.stage.dropped";

    /// <summary>Counter, {record}: records whose alert flag contradicts their numbers.</summary>
    public const string FlagContradicted = "stocknow.stage.flag_contradicted";

    /// <summary>Counter, {restart}: times a stage was started again after a failure.</summary>
    public const string Restarts = "stocknow.stage.restarts";

    /// <summary>Gauge, {stage}: 1 for the state that a stage is in, 0 for all others.</summary>
    public const string State = "stocknow.stage.state";

    /// <summary>
    /// Gauge, s: time since a stage last committed records; not there before its first commit. High and a lag above 0 means that it is stuck.
    /// </summary>
    public const string CommitAge = "stocknow.stage.commit.age";

    /// <summary>
    /// Gauge, {record}: offsets of a partition that a group has yet to commit, up to the last stable offset; not there while the event log is away.
    /// </summary>
    public const string Lag = "stocknow.consumer_group.lag";

    /// <summary>Counter, {partition}: partitions that came to or left this process, by move.</summary>
    public const string Moves = "stocknow.consumer_group.moves";

    /// <summary>Counter, {rewind}: times that uncommitted work was dropped and read again, as after a rebalance; on Kafka its transaction is aborted.</summary>
    public const string Rewinds = "stocknow.consumer_group.rewinds";

    /// <summary>Counter, {message}: records read, those that are read again after a rewind included.</summary>
    public const string Consumed = "messaging.client.consumed.messages";

    /// <summary>Histogram, s: how long commits to the event log took; those that failed carry error.type.</summary>
    public const string OperationDuration = "messaging.client.operation.duration";

    /// <summary>Histogram, s: how long a batch of records took from its reading to its commit or, in storage, to the next reading.</summary>
    public const string ProcessDuration = "messaging.process.duration";

    /// <summary>Counter, {file}: files published in the lake; its increase in an hour is the number of files per hour.</summary>
    public const string PublishedFiles = "stocknow.lake.published.files";

    /// <summary>Counter, By: size of the files published in the lake.</summary>
    public const string PublishedSize = "stocknow.lake.published.size";

    /// <summary>Histogram, By: size of each file published in the lake. Many small ones mean that ranges are stored too early.</summary>
    public const string FileSize = "stocknow.lake.file.size";

    /// <summary>
    /// Histogram, s: how long the first reading of each stored range waited, from the event log until its file was visible in the lake: no other one waited
    /// longer.
    /// </summary>
    public const string VisibleDelay = "stocknow.lake.visible.delay";

    /// <summary>Tag: the stage.</summary>
    public const string StageTag = "stage";

    /// <summary>Tag: why a record was dropped.</summary>
    public const string ReasonTag = "reason";

    /// <summary>Tag: a state of a stage, such as running.</summary>
    public const string StateTag = "state";

    /// <summary>Tag: gained, revoked, or lost without notice.</summary>
    public const string MoveTag = "move";

    /// <summary>Tag: kafka or embedded.</summary>
    public const string SystemTag = "messaging.system";

    /// <summary>Tag: process, commit or send.</summary>
    public const string OperationTag = "messaging.operation.name";

    /// <summary>Tag: the consumer group.</summary>
    public const string GroupTag = "messaging.consumer.group.name";

    /// <summary>Tag: the topic.</summary>
    public const string TopicTag = "messaging.destination.name";

    /// <summary>Tag: the partition.</summary>
    public const string PartitionTag = "messaging.destination.partition.id";

    /// <summary>Tag: on spans, how many records the batch holds.</summary>
    public const string BatchTag = "messaging.batch.message_count";

    /// <summary>Tag: the type of the fault; there only where one was.</summary>
    public const string ErrorTag = "error.type";
}
