namespace StockNow.Contracts.Events;

/// <summary>Why a stage did not pass a record on. Nothing vanishes without one of these, and each has its count.</summary>
public enum DropReason
{
    /// <summary>Meant: the shelf is full enough.</summary>
    NotAnAlert,

    /// <summary>Not meant: no reading can be made of it; its bytes are in the dead letters.</summary>
    Malformed,

    /// <summary>Not meant: longer than a record may be; refused at the source.</summary>
    TooLong,

    /// <summary>Not meant: a stage failed on it again and again; its bytes, or as many of them as fit, are in the dead letters.</summary>
    Unprocessable,

    /// <summary>Not meant: an alert although the shelf holds all that it should; its bytes are in the dead letters.</summary>
    NothingMissing,
}

/// <summary>The reasons' names on the wire, in metrics and in messages.</summary>
public static class DropReasons
{
    /// <summary>Lower case, words joined by hyphens.</summary>
    public static string Name(this DropReason reason) => reason switch
    {
        DropReason.NotAnAlert => "not-an-alert",
        DropReason.Malformed => "malformed",
        DropReason.TooLong => "too-long",
        DropReason.Unprocessable => "unprocessable",
        DropReason.NothingMissing => "nothing-missing",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, null),
    };

    /// <summary>Whether dropping for this reason is what the pipeline is for.</summary>
    public static bool IsIntended(this DropReason reason) => reason == DropReason.NotAnAlert;
}
