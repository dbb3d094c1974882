using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace StockNow.Host.Configuration;

/// <summary>Checks options against their validation attributes, and against their own rules over several settings.</summary>
internal static class OptionsRules
{
    /// <summary>The faults of a group of settings and of all groups in it. Rules over several settings are checked once each of them is right.</summary>
    public static IEnumerable<ConfigurationFault> Check(object group, string path)
    {
        var ownFaults = SettingShape.SettingsOf(group.GetType()).SelectMany(property => CheckSetting(group, property, path)).ToList();
        if (ownFaults.Count == 0 && group is IValidatableObject rules) ownFaults.AddRange(CheckTogether(rules, path));
        return ownFaults.Concat(SettingShape.SettingsOf(group.GetType())
            .SelectMany(property => CheckBelow(property.GetValue(group), SettingShape.Join(path, property.Name))));
    }

    static IEnumerable<ConfigurationFault> CheckSetting(object group, PropertyInfo property, string path)
    {
        var settingPath = SettingShape.Join(path, property.Name);
        var value = property.GetValue(group);
        return property.GetCustomAttributes<ValidationAttribute>()
            .Select(attribute => Broken(attribute, value, new ValidationContext(group) { MemberName = property.Name, DisplayName = settingPath }))
            .OfType<string>()
            .Take(1)
            .Select(message => new ConfigurationFault(settingPath, message));
    }

    static string? Broken(ValidationAttribute attribute, object? value, ValidationContext context)
    {
        if (attribute is RangeAttribute range && value is not null) return RangeRule.Broken(range, value, context.DisplayName);
        if (attribute.GetValidationResult(value, context) is not { } result) return null;
        return attribute switch
        {
            _ when attribute.ErrorMessage is not null => result.ErrorMessage,
            RequiredAttribute => $"is required; set it, as with --{context.DisplayName}=...",
            MinLengthAttribute least when value is string => $"is shorter than {least.Length} {(least.Length == 1 ? "character" : "characters")}",
            MinLengthAttribute least => $"has fewer than {least.Length} {(least.Length == 1 ? "item" : "items")}",
            _ => result.ErrorMessage,
        };
    }

    static IEnumerable<ConfigurationFault> CheckTogether(IValidatableObject rules, string path) => rules
        .Validate(new ValidationContext(rules))
        .Where(result => result != ValidationResult.Success)
        .Select(result => new ConfigurationFault(result.MemberNames.FirstOrDefault() is { } member ? SettingShape.Join(path, member) : path, result.ErrorMessage
        ?? "is not right"));

    static IEnumerable<ConfigurationFault> CheckBelow(object? value, string path)
    {
        if (value is null) return [];
        var shape = SettingShape.Of(value.GetType());
        return (shape.Kind, value) switch
        {
            (SettingKind.Group, _) => Check(value, path),
            (SettingKind.List, IEnumerable items) => items.Cast<object?>().SelectMany((item, index) => CheckBelow(item, $"{path}:{index}")),
            (SettingKind.Map, IDictionary map) => map.Keys.Cast<string>().SelectMany(name => CheckBelow(map[name], $"{path}:{name}")),
            _ => [],
        };
    }
}
