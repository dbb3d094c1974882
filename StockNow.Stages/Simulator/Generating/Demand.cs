using StockNow.Contracts.Events;

namespace StockNow.Stages.Simulator.Generating;

/// <summary>How much of one product the customers of one store want, at any time. Pure.</summary>
sealed class Demand(SimulatorOptions options, Product product, Location store)
{
    readonly TimeSpan _sun = TimeSpan.FromHours(Math.Round(store.Longitude / 15));

    /// <summary>Pieces an hour that are never exceeded.</summary>
    public double Peak { get; } = options.SalesPerHour * Math.Max(1, options.WeekendFactor) * (product.Season is null ? 1 : Math.Max(1, options.SeasonFactor));

    /// <summary>Pieces an hour at a time; 0 while the store is closed.</summary>
    /// <param name="milliseconds">Since 1970-01-01 UTC.</param>
    public double At(long milliseconds)
    {
        var local = DateTime.UnixEpoch.AddMilliseconds(milliseconds) + _sun;
        if (!IsOpen(TimeOnly.FromDateTime(local))) return 0;
        var weekday = local.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? options.WeekendFactor : 1;
        var season = product.Season == Seasons.Of(local.Month, store.Latitude < 0) ? options.SeasonFactor : 1;
        return options.SalesPerHour * weekday * season;
    }

    bool IsOpen(TimeOnly local) => options.Opens == options.Closes || local.IsBetween(options.Opens, options.Closes);
}
