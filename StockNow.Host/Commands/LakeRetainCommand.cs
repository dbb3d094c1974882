using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using StockNow.Stages.Audit;
using StockNow.Stages.Base;
using StockNow.Stages.Lake.Table;

namespace StockNow.Host.Commands;

/// <summary>Drops old dates from the lake.</summary>
internal static class LakeRetainCommand
{
    /// <param name="setup">The configuration.</param>
    /// <param name="before">The first date that stays, as <c>2025-07-01</c>; null when days are given.</param>
    /// <param name="days">How many days stay, today included; null when a date is given.</param>
    /// <param name="yes">Whether to remove the files; otherwise they are only counted.</param>
    /// <param name="stop">Ends the work.</param>
    public static Task<int> RunAsync(Setup setup, string? before, int? days, bool yes, CancellationToken stop) => SeamCommand.RunAsync(setup, async services =>
    {
        if (FirstDate(before, days, services.GetRequiredService<TimeProvider>()) is not { } first)
        {
            await Console.Error.WriteLineAsync("Say what stays: --before 2025-07-01, or --days 365. Dates are in UTC.");
            return ExitCodes.BadConfiguration;
        }
        var retention = services.GetRequiredService<TableRetention>();
        var plan = await retention.PlanAsync(first, stop);
        var what = string.Create(CultureInfo.InvariantCulture,
            $"{Plural.Of(plan.Files.Sum(file => file.Rows), "row")} in {Plural.Of(plan.Files.Count, "file")} of {Plural.Of(plan.Dates, "date")} before "
            + $"{first:yyyy-MM-dd}");
        if (plan.Files.Count == 0) Console.Out.WriteLine($"Nothing to remove before {first:yyyy-MM-dd}.");
        else if (!yes) Console.Out.WriteLine($"Would remove {what}. Nothing was removed; add --yes to remove them for good.");
        else
        {
            await CommandProgress.ShowAsync(async progress =>
            {
                await retention.ApplyAsync(plan, done => progress(new Progress("removing files of the lake", (double)done / plan.Files.Count, null)), stop);
                return true;
            });
            Console.Out.WriteLine($"Removed {what}.");
        }
        return ExitCodes.Done;
    });

    static DateOnly? FirstDate(string? before, int? days, TimeProvider time) =>
        before is not null && days is null && DateOnly.TryParseExact(before, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
        : before is null && days is > 0 ? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(1 - days.Value)
        : null;
}
