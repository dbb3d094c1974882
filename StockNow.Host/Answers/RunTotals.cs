namespace StockNow.Host.Answers;

/// <summary>What a bounded run handled.</summary>
/// <param name="Readings">Readings that were sent.</param>
/// <param name="Alerts">Alerts that were passed on.</param>
/// <param name="Reports">Missing-product reports.</param>
/// <param name="RowsStored">Rows in the lake that this run wrote.</param>
/// <param name="DeadLetters">Records of which no sense could be made.</param>
public sealed record RunTotals(long Readings, long Alerts, long Reports, long RowsStored, long DeadLetters)
{
    /// <summary>The totals with their names in JSON and CSV.</summary>
    public IReadOnlyList<(string Name, long Count)> Members =>
        [("readings", Readings), ("alerts", Alerts), ("reports", Reports), ("rows_stored", RowsStored), ("dead_letters", DeadLetters)];
}
