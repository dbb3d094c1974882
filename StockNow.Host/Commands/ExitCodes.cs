namespace StockNow.Host.Commands;

/// <summary>What the process answers its caller with.</summary>
internal static class ExitCodes
{
    /// <summary>All that was asked is done.</summary>
    public const int Done = 0;

    /// <summary>A stage cannot go on, a service that was asked for is away, or not all that was asked could be done.</summary>
    public const int Failed = 1;

    /// <summary>The configuration has faults; nothing was started.</summary>
    public const int BadConfiguration = 2;

    /// <summary>The audit found loss or duplication.</summary>
    public const int AuditFailed = 3;

    /// <summary>Ended at once by a second Ctrl-C, as shells count it.</summary>
    public const int Interrupted = 130;
}
