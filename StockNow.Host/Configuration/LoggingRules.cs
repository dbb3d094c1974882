using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using StockNow.Stages.Hosting;

namespace StockNow.Host.Configuration;

/// <summary>
/// Checks the section <c>Logging</c>, which the logging framework reads: it would end the process over a wrong level, and pass a wrong name over.
/// </summary>
internal static class LoggingRules
{
    const string Section = "Logging", Levels = "LogLevel", Default = "Default", Own = "StockNow";

    static readonly string[] LevelNames = Enum.GetNames<LogLevel>(), Roots = [Default, Own, "Microsoft", "System", "OpenTelemetry"];

    static readonly Lazy<string[]> OwnTypes = new(() =>
        [.. new[] { typeof(Contracts.Topics.TopicNames), typeof(StageCatalog), typeof(LoggingRules) }.SelectMany(type => type.Assembly.GetTypes())
            .Select(type => type.FullName!)]);

    /// <summary>All that is wrong.</summary>
    public static IEnumerable<ConfigurationFault> Check(IConfigurationRoot configuration)
    {
        foreach (var child in configuration.GetSection(Section).GetChildren())
        {
            if (child.Key.Equals(Levels, StringComparison.OrdinalIgnoreCase))
            {
                if (!string.IsNullOrEmpty(child.Value)) yield return Fault(child, $"is a group; write {child.Path}:{Default}={child.Value}");
                foreach (var category in child.GetChildren())
                    if (Wrong(category) is { } wrong) yield return Fault(category, wrong);
            }
            else
            {
                var meant = NearestName.Find(child.Key, [Levels]) is null ? "known" : "did you mean";
                yield return Fault(child, $"is not a setting; {meant}{(meant == "known" ? $": {Section}:{Levels}:<category>" : $" {Section}:{Levels}?")}");
            }
        }

        ConfigurationFault Fault(IConfigurationSection at, string message) => new(at.Path, message, ValueOrigin.Of(configuration, at.Path));
    }

    static string? Wrong(IConfigurationSection category)
    {
        if (category.GetChildren().Any()) return "takes one value, not names below it";
        if (!IsKnown(category.Key))
        {
            var advice = NearestName.Find(category.Key, Roots) is { } near ? $"did you mean {near}?" : $"categories begin with {string.Join(", ", Roots[1..])}";
            return $"no message has this category; {advice}";
        }
        if (string.IsNullOrEmpty(category.Value) || LevelNames.Contains(category.Value.Trim(), StringComparer.OrdinalIgnoreCase)) return null;
        return $"'{category.Value}' is not known{NearestName.Advice(category.Value, LevelNames)}";
    }

    // A category is a type's full name, or the beginning of one up to a dot; a star stands for anything.
    static bool IsKnown(string category)
    {
        if (category.Contains('*', StringComparison.Ordinal)) return true;
        if (!Roots.Contains(category.Split('.')[0], StringComparer.OrdinalIgnoreCase)) return false;
        return !category.StartsWith(Own, StringComparison.OrdinalIgnoreCase)
            || OwnTypes.Value.Any(type => type.Equals(category, StringComparison.OrdinalIgnoreCase)
            || type.StartsWith($"{category}.", StringComparison.OrdinalIgnoreCase));
    }
}
