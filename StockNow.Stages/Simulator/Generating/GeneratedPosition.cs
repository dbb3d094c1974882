using System.Globalization;

namespace StockNow.Stages.Simulator.Generating;

/// <summary>How far a run has come, as it is saved in the event log.</summary>
/// <param name="Run">Which run.</param>
/// <param name="Made">The readings that it has made.</param>
/// <param name="LastMs">The timestamp of the last one, in milliseconds since 1970-01-01 UTC; null where an earlier version saved it.</param>
sealed record GeneratedPosition(string Run, long Made, long? LastMs)
{
    /// <summary>Reads it back; null when it is none.</summary>
    public static GeneratedPosition? Read(string? text)
    {
        if (text?.Split(' ') is not [var run, var made, .. var rest] || !TryRead(made, out var readings)) return null;
        return new GeneratedPosition(run, readings, rest is [var last] && TryRead(last, out var milliseconds) ? milliseconds : null);
    }

    /// <summary>As it is saved.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Run} {Made} {LastMs}");

    static bool TryRead(string text, out long number) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
