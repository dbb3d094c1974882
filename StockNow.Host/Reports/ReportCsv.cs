using System.Globalization;
using StockNow.Contracts.Events;
using StockNow.Host.Display;

namespace StockNow.Host.Reports;

/// <summary>Reports as CSV by RFC 4180. Other programs read it: columns are added, never renamed.</summary>
internal sealed class ReportCsv : IReportOutput
{
    public void Begin(TextWriter to) =>
        to.Write("detected_at,store,sensor_id,product_id,quantity,threshold,missing_quantity,high_priority,season,report_id" + CsvText.LineEnd);

    public void Write(MissingProductReport report, TextWriter to) => to.Write(string.Create(CultureInfo.InvariantCulture,
        $"{report.DetectedAt.UtcDateTime:yyyy-MM-ddTHH:mm:ss.FFFZ},{CsvText.Field(report.Store)},{CsvText.Field(report.SensorId)},"
        + $"{CsvText.Field(report.ProductId)},{report.Quantity},{report.Threshold},{report.MissingQuantity},{(report.HighPriority ? "true" : "false")},"
        + $"{CsvText.Field(report.Season)},{CsvText.Field(report.ReportId)}{CsvText.LineEnd}"));
}
