namespace StockNow.Host.Commands;

/// <summary>What the process answers its caller with.</summary>
internal static class ExitCodes
{
    /// <summary>All that was asked is done.</summary>
    public const int Done = 0;

    /// <summary>A stage cannot continue, a service that was asked for is away, or not all that was asked could be done.</summary>
    public const int Failed = 1;

    /// <summary>The configuration or the command line has faults; nothing was started.</summary>
    public const int BadConfiguration = 2;

    /// <summary>The audit found loss or duplication.</summary>
    public const int AuditFailed = 3;

    /// <summary>There was nothing to audit, to verify or to list: no event log, no lake.</summary>
    public const int NothingToAudit = 4;

    /// <summary>A call to Kafka hung and the process ended itself; started again, it resumes from its last commit.</summary>
    public const int Hung = 70;

    /// <summary>SIGHUP, before the stages were running.</summary>
    public const int HungUp = 129;

    /// <summary>Ctrl-C before the stages were running, or a second one at any time.</summary>
    public const int Interrupted = 130;

    /// <summary>SIGQUIT before the stages were running.</summary>
    public const int Quit = 131;

    /// <summary>SIGTERM before the stages were running.</summary>
    public const int Terminated = 143;

    /// <summary>All of them, as <c>--help</c> shows them.</summary>
    public const string Help = """
        Exit codes:
          0    all that was asked is done
          1    a stage cannot continue, a service is away, or a result could not be written
          2    the configuration or the command line has faults; nothing was started
          3    audit or lake verify found loss, duplication or damage
          4    there was nothing to audit, to verify or to list
          70   a call to Kafka hung; start the process again
          129, 130, 131, 143   ended by SIGHUP, Ctrl-C, SIGQUIT or SIGTERM before the stages were running, or by a second Ctrl-C.
               Once they run, each of them lets every stage finish and ends with 0.
        """;
}
