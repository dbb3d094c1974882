namespace StockNow.Host.Answers;

/// <summary>What was handled: in all that the event log and the lake have seen, and in this run.</summary>
/// <param name="InAll">Since the event log was made.</param>
/// <param name="ThisRun">Since this process was started.</param>
public sealed record RunTotals(RecordCounts InAll, RecordCounts ThisRun);

/// <summary>Records of each kind.</summary>
/// <param name="Readings">Readings that were sent.</param>
/// <param name="Alerts">Alerts that were passed on.</param>
/// <param name="Reports">Missing-product reports.</param>
/// <param name="RowsStored">Rows in the lake; null where the process has nothing to do with the lake, and left out then.</param>
/// <param name="DeadLetters">Records of which no sense could be made.</param>
public sealed record RecordCounts(long Readings, long Alerts, long Reports, long? RowsStored, long DeadLetters)
{
    /// <summary>The counts with their names in JSON and CSV.</summary>
    public IReadOnlyList<(string Name, long Count)> Members =>
        [("readings", Readings), ("alerts", Alerts), ("reports", Reports), .. RowsStored is { } rows ? [("rows_stored", rows)] : Array.Empty<(string, long)>(), ("dead_letters", DeadLetters)];
}
