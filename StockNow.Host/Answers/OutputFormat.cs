namespace StockNow.Host.Answers;

/// <summary>How answers and totals are shown; the words of <c>--output</c>.</summary>
public enum OutputFormat
{
    /// <summary>For people: tables with small bar charts.</summary>
    Table,

    /// <summary>For programs: one JSON object.</summary>
    Json,

    /// <summary>For spreadsheets and data frames: one table of CSV, one number a line.</summary>
    Csv,

    /// <summary>For printing: one self-contained web page with charts.</summary>
    Html,
}
