using StockNow.Contracts.Events;

namespace StockNow.Host.Reports;

/// <summary>Shows reports in one form.</summary>
internal interface IReportOutput
{
    /// <summary>Writes what stands above the first report, where there is such a thing.</summary>
    void Begin(TextWriter to);

    /// <summary>Writes one report.</summary>
    void Write(MissingProductReport report, TextWriter to);
}
