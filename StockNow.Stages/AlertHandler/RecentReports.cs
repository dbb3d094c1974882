using StockNow.Contracts.Events;

namespace StockNow.Stages.AlertHandler;

/// <summary>The last reports, for the live view and the log. A sample: under load most reports are not kept. Safe for concurrent use.</summary>
public sealed class RecentReports
{
    const int Kept = 64;

    readonly Queue<MissingProductReport> _reports = new();

    /// <summary>Raised for each report that is shown, after its commit.</summary>
    public event Action<MissingProductReport>? Shown;

    /// <summary>The latest reports, the newest first.</summary>
    public IReadOnlyList<MissingProductReport> Latest(int count)
    {
        lock (_reports) return [.. _reports.Reverse().Take(count)];
    }

    /// <summary>Raised with a number of reports that are not shown, after their commit.</summary>
    public event Action<long>? LeftOut;

    internal void Add(IReadOnlyCollection<MissingProductReport> reports, long leftOut)
    {
        lock (_reports)
        {
            foreach (var report in reports) _reports.Enqueue(report);
            while (_reports.Count > Kept) _reports.Dequeue();
        }
        foreach (var report in reports) Shown?.Invoke(report);
        if (leftOut > 0) LeftOut?.Invoke(leftOut);
    }
}
