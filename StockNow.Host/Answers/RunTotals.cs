namespace StockNow.Host.Answers;

/// <summary>How many records were handled, one line for each kind, in the order in which data flows.</summary>
/// <param name="Lines">The kinds.</param>
public sealed record RunTotals(IReadOnlyList<RecordCount> Lines);

/// <summary>Records of one kind.</summary>
/// <param name="Name">Its name in JSON and CSV, such as <c>rows_stored</c>.</param>
/// <param name="InAll">Since the event log was made.</param>
/// <param name="ThisRun">Since this process was started.</param>
public sealed record RecordCount(string Name, long InAll, long ThisRun);
