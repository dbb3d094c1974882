using System.Collections;
using Microsoft.Extensions.Configuration;

namespace StockNow.Host.Configuration;

/// <summary>Puts configured values into options; what is not configured keeps its default.</summary>
internal sealed class OptionsFiller(IConfigurationRoot configuration)
{
    /// <summary>Values that could not be read.</summary>
    public List<ConfigurationFault> Faults { get; } = [];

    /// <summary>Fills a group of settings.</summary>
    public void Fill(object group, string path)
    {
        foreach (var property in SettingShape.SettingsOf(group.GetType()))
        {
            var current = property.GetValue(group);
            if (TryRead(property.PropertyType, SettingShape.Join(path, property.Name), current, out var value)) property.SetValue(group, value);
        }
    }

    bool TryRead(Type type, string path, object? current, out object? value)
    {
        var shape = SettingShape.Of(type);
        var isSet = ValueOrigin.TryFind(configuration, path, out var text, out var origin);
        if (shape.Kind == SettingKind.Value) return TryReadValue(type, shape.Inner, path, isSet, text, origin, out value);

        value = null;
        if (!string.IsNullOrEmpty(text)) Faults.Add(new ConfigurationFault(path, NotOneValue(shape, path), origin));
        var children = configuration.GetSection(path).GetChildren().ToList();
        // An empty JSON array is an empty text.
        var isEmptyList = shape.Kind == SettingKind.List && text == "";
        if (children.Count == 0 && !isEmptyList) return false;
        value = shape.Kind switch
        {
            SettingKind.Group => ReadGroup(shape.Inner, path, current),
            SettingKind.List => ReadList(type, shape.Inner, children),
            _ => ReadMap(shape.Inner, current, children),
        };
        return true;
    }

    bool TryReadValue(Type type, Type inner, string path, bool isSet, string? text, string? origin, out object? value)
    {
        value = null;
        if (!isSet) return false;
        if (string.IsNullOrEmpty(text) && (Nullable.GetUnderlyingType(type) is not null || (text is null && !type.IsValueType))) return true;
        if (text is null) return false;
        value = SettingText.Read(inner, text, SecretSettings.Show(path, text), out var fault);
        if (fault is null) return true;
        Faults.Add(new ConfigurationFault(path, fault, origin));
        return false;
    }

    object ReadGroup(Type type, string path, object? current)
    {
        var group = current ?? Activator.CreateInstance(type)!;
        Fill(group, path);
        return group;
    }

    // Configured items replace the default ones: a list of two is a list of two.
    object ReadList(Type type, Type item, List<IConfigurationSection> children)
    {
        var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
        foreach (var child in children.Where(child => int.TryParse(child.Key, out _)))
            if (TryRead(item, child.Path, null, out var value)) list.Add(value);
        if (!type.IsArray) return list;
        var array = Array.CreateInstance(item, list.Count);
        list.CopyTo(array, 0);
        return array;
    }

    // Configured names join the default ones, so that one can be changed without writing all.
    object ReadMap(Type item, object? current, List<IConfigurationSection> children)
    {
        var map = current as IDictionary
            ?? (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(typeof(string), item), StringComparer.OrdinalIgnoreCase)!;
        foreach (var child in children)
            if (TryRead(item, child.Path, map[child.Key], out var value)) map[child.Key] = value;
        return map;
    }

    static string NotOneValue(SettingShape shape, string path) => shape.Kind switch
    {
        SettingKind.List => $"is a list; write its items one by one, as {path}:0, {path}:1",
        SettingKind.Map => $"is a group; write each entry by its name, as {path}:<name>",
        _ => $"is a group of settings; write one of them, as {path}:{SettingShape.SettingsOf(shape.Inner).First().Name}",
    };
}
