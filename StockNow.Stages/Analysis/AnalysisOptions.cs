using System.ComponentModel.DataAnnotations;
using StockNow.Stages.Base.Adapters;
using StockNow.Stages.Engines;

namespace StockNow.Stages.Analysis;

/// <summary>How the manager's questions are answered.</summary>
public sealed class AnalysisOptions : IValidatableObject
{
    /// <summary>Which engine answers; default DuckDB, in process.</summary>
    public AdapterName<IAnalysisEngine> Engine { get; set; } = new("DuckDB");

    /// <summary>The IANA time zone in which days and hours are counted; default UTC.</summary>
    [Required, MinLength(1)]
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Beside other stages, how often the questions are asked again, when there is something new; default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Whether answers may leave out files that are missing in the lake. If not, the answers are shown and the run ends with exit code 1. Default false.
    /// </summary>
    public bool AllowMissing { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(TimeZone) || (TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) && zone.HasIanaId)) yield break;
        var advice = TimeZoneInfo.TryConvertWindowsIdToIanaId(TimeZone, out var iana) ? $"write {iana}" : "write an IANA name, such as UTC or Europe/Paris";
        yield return new ValidationResult($"'{TimeZone}' is not a time zone of this machine; {advice}", [nameof(TimeZone)]);
    }
}
