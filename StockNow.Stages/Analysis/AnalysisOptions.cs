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
    /// Whether the answers of a process with other stages contain the readings that the event log holds and storage has not published yet. Default true.
    /// </summary>
    public bool Fresh { get; set; } = true;

    /// <summary>
    /// Whether analysis that runs alone asks again on its interval instead of ending after the answers, as a container does. Default false.
    /// </summary>
    public bool Repeat { get; set; }

    /// <summary>The first day that counts, in the time zone; default none.</summary>
    public DateOnly? From { get; set; }

    /// <summary>The last day that counts, in the time zone; default none.</summary>
    public DateOnly? To { get; set; }

    /// <summary>The only store that counts; default none.</summary>
    public string? Store { get; set; }

    /// <summary>The only product that counts; default none.</summary>
    public string? Product { get; set; }

    /// <summary>Whether the first answers of a run count every file again, instead of the new ones only. Default false.</summary>
    public bool Full { get; set; }

    /// <summary>
    /// Whether answers may leave out files that are missing in the lake. If not, the answers are shown and the run ends with exit code 1. Default false.
    /// </summary>
    public bool AllowMissing { get; set; }

    /// <summary>The readings over which the questions are answered.</summary>
    public Selection ToSelection() => new(TimeZone, From, To, Store, Product);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (From > To) yield return new ValidationResult($"'{To:yyyy-MM-dd}' is before Analysis:From, {From:yyyy-MM-dd}", [nameof(To)]);
        if (string.IsNullOrEmpty(TimeZone) || (TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) && zone.HasIanaId)) yield break;
        var advice = TimeZoneInfo.TryConvertWindowsIdToIanaId(TimeZone, out var iana) ? $"write {iana}" : "write an IANA name, such as UTC or Europe/Paris";
        yield return new ValidationResult($"'{TimeZone}' is not a time zone of this machine; {advice}", [nameof(TimeZone)]);
    }
}
