using StockNow.Stages.Base;

namespace StockNow.Host.Configuration;

/// <summary>All settings that may be written, as a tree of names. Names are compared without case.</summary>
internal sealed class KnownSettings
{
    readonly SortedDictionary<string, KnownSettings> _children = new(StringComparer.OrdinalIgnoreCase);
    KnownSettings? _ofAnyName;

    KnownSettings(string path) => Path = path;

    /// <summary>The path as it is documented.</summary>
    public string Path { get; }

    /// <summary>Whether anything may be written below, because someone else reads it.</summary>
    public bool IsPassedThrough { get; private init; }

    /// <summary>Whether names stand below it.</summary>
    public bool IsLeaf => _children.Count == 0 && _ofAnyName is null;

    /// <summary>Whether it must be written with a value. One that is true or false is true without.</summary>
    public bool NeedsValue { get; private set; }

    /// <summary>The value that it has when it is not written, as people write it; or null.</summary>
    public string? Default { get; private set; }

    /// <summary>The names that may stand below it.</summary>
    public IReadOnlyCollection<string> Names => _children.Keys;

    /// <summary>This setting and all below it.</summary>
    public IEnumerable<KnownSettings> All => _children.Values.SelectMany(child => child.All).Prepend(this);

    /// <summary>The settings of some sections, and sections that are passed through.</summary>
    public static KnownSettings Of(IEnumerable<OptionsSection> sections, IEnumerable<string> passedThrough)
    {
        var root = new KnownSettings("");
        foreach (var section in sections)
        {
            var node = root;
            foreach (var name in section.Path.Split(':', StringSplitOptions.RemoveEmptyEntries)) node = node.Child(name);
            node.AddGroup(section.Type, Activator.CreateInstance(section.Type));
        }
        foreach (var name in passedThrough) root._children[name] = new KnownSettings(name) { IsPassedThrough = true, NeedsValue = true };
        return root;
    }

    /// <summary>The setting of a name directly below, or null when there is none.</summary>
    public KnownSettings? Find(string name) =>
        _children.GetValueOrDefault(name) ?? (_ofAnyName is null || (_ofAnyName.IsItem && !int.TryParse(name, out _)) ? null : _ofAnyName);

    /// <summary>The setting of a path, or null when there is none. Of what is passed through, that is where it begins.</summary>
    public KnownSettings? At(string path)
    {
        var found = this;
        foreach (var name in path.Split(':'))
        {
            if (found.IsPassedThrough) return found;
            if (found.Find(name) is not { } below) return null;
            found = below;
        }
        return found;
    }

    bool IsItem { get; init; }

    KnownSettings Child(string name)
    {
        if (!_children.TryGetValue(name, out var child)) _children.Add(name, child = new KnownSettings(SettingShape.Join(Path, name)));
        return child;
    }

    void AddGroup(Type type, object? defaults)
    {
        foreach (var property in SettingShape.SettingsOf(type))
            Child(property.Name).Add(property.PropertyType, defaults is null ? null : property.GetValue(defaults));
    }

    void Add(Type type, object? value)
    {
        var shape = SettingShape.Of(type);
        if (shape.Kind == SettingKind.Value)
        {
            NeedsValue = shape.Inner != typeof(bool);
            Default = value is null or "" ? null : SettingText.Write(value);
            return;
        }
        if (shape.Kind == SettingKind.Group)
        {
            AddGroup(shape.Inner, value);
            return;
        }
        var list = shape.Kind == SettingKind.List;
        _ofAnyName = new KnownSettings(SettingShape.Join(Path, list ? "0" : "<name>")) { IsItem = list };
        _ofAnyName.Add(shape.Inner, null);
    }
}
