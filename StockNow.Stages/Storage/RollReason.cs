namespace StockNow.Stages.Storage;

/// <summary>Why a range is stored.</summary>
enum RollReason
{
    /// <summary>It holds as many records as a range may.</summary>
    Rows,

    /// <summary>The readings in hand take as much memory as they may.</summary>
    Bytes,

    /// <summary>Its readings are of as many hours as a range's may be.</summary>
    Hours,

    /// <summary>A reading of a later hour came.</summary>
    HourClosed,

    /// <summary>It is old enough.</summary>
    Age,

    /// <summary>No record came for a while.</summary>
    Idle,

    /// <summary>The partition is given up.</summary>
    Revoked,

    /// <summary>The stage ends.</summary>
    Ending,
}

/// <summary>The reasons as people read them.</summary>
static class RollReasons
{
    /// <summary>A clause that says what happened.</summary>
    public static string Words(this RollReason reason) => reason switch
    {
        RollReason.Rows => "MaxRows was reached",
        RollReason.Bytes => "MaxBytes was reached",
        RollReason.Hours => "MaxHours was reached",
        RollReason.HourClosed => "a later hour began",
        RollReason.Age => "the range was old enough",
        RollReason.Idle => "no record came for a while",
        RollReason.Revoked => "the partition was revoked",
        _ => "the stage stops",
    };
}
