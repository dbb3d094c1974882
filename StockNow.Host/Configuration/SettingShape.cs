using System.Reflection;

namespace StockNow.Host.Configuration;

/// <summary>How a type looks in the configuration.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Inner">The type itself without <see cref="Nullable{T}"/>; of a list or map, the type of its items.</param>
internal sealed record SettingShape(SettingKind Kind, Type Inner)
{
    /// <summary>The shape of a property's type.</summary>
    public static SettingShape Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (SettingText.IsValue(type)) return new SettingShape(SettingKind.Value, type);
        if (type.IsArray) return new SettingShape(SettingKind.List, type.GetElementType()!);
        var arguments = type.GetGenericArguments();
        if (arguments.Length == 2 && arguments[0] == typeof(string) && type.IsAssignableFrom(typeof(Dictionary<,>).MakeGenericType(arguments)))
            return new SettingShape(SettingKind.Map, arguments[1]);
        return arguments.Length == 1 && type.IsAssignableFrom(typeof(List<>).MakeGenericType(arguments))
            ? new SettingShape(SettingKind.List, arguments[0])
            : new SettingShape(SettingKind.Group, type);
    }

    /// <summary>The settings of a group, in the order in which they are written down.</summary>
    public static IEnumerable<PropertyInfo> SettingsOf(Type group) => group
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.GetSetMethod() is not null && property.GetIndexParameters().Length == 0)
        .OrderBy(property => property.MetadataToken);

    /// <summary>A path one step deeper.</summary>
    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}:{name}";
}

/// <summary>The kinds of settings.</summary>
internal enum SettingKind
{
    /// <summary>One text.</summary>
    Value,

    /// <summary>Settings under fixed names.</summary>
    Group,

    /// <summary>Items under 0, 1, 2 ...</summary>
    List,

    /// <summary>Items under names of the user's choice.</summary>
    Map,
}
