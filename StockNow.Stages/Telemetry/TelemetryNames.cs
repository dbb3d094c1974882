namespace StockNow.Stages.Telemetry;

/// <summary>The names of all instruments and tags; nothing else names one.</summary>
public static class TelemetryNames
{
    /// <summary>Meter and activity source.</summary>
    public const string Source = "StockNow";

    /// <summary>Counter, {record}: records that a stage took in.</summary>
    public const string Received = "stocknow.stage.received";

    /// <summary>Counter, {record}: records that a stage passed on.</summary>
    public const string Sent = "stocknow.stage.sent";

    /// <summary>Counter, {record}: records that a stage did not pass on, by reason.</summary>
    public const string Dropped = "stocknow.stage.dropped";

    /// <summary>Counter, {record}: records whose alert flag contradicts their numbers.</summary>
    public const string FlagContradicted = "stocknow.stage.flag_contradicted";

    /// <summary>Counter, {restart}: times a stage was started again after a failure.</summary>
    public const string Restarts = "stocknow.stage.restarts";

    /// <summary>Tag: the stage.</summary>
    public const string StageTag = "stage";

    /// <summary>Tag: why a record was dropped.</summary>
    public const string ReasonTag = "reason";
}
