using StockNow.Stages.Hosting;

namespace StockNow.Host.Commands;

/// <summary>What <c>--demo</c> stands for: two weeks of three shops in less than a minute, up to now, and then what happens now.</summary>
internal static class Demo
{
    /// <summary>The stages that it runs unless others are asked for.</summary>
    public const string Stages = StageSelection.All;

    /// <summary>Its settings; those of the command line take precedence over them.</summary>
    /// <remarks>Two weeks have two weekends, whatever day it is. The three cities are so far apart that one of the shops is open nearly always.</remarks>
    public static IReadOnlyList<KeyValuePair<string, string?>> Settings { get; } =
    [
        new("Simulator:Stores", "3"),
        new("Simulator:History", "14d"),
        new("Simulator:HistoryInterval", "5m"),
        new("Simulator:Interval", "2s"),
        new("Simulator:Faults:BrokenAfter", "10d"),
        new("Simulator:Faults:SilentAfter", "13d"),
        new("Analysis:Interval", "10s"),
    ];
}
