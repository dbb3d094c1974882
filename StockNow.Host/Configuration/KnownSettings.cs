using StockNow.Stages.Hosting;

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
            node.AddGroup(section.Type);
        }
        foreach (var name in passedThrough) root._children[name] = new KnownSettings(name) { IsPassedThrough = true };
        return root;
    }

    /// <summary>The setting of a name directly below, or null when there is none.</summary>
    public KnownSettings? Find(string name) =>
        _children.GetValueOrDefault(name) ?? (_ofAnyName is null || (_ofAnyName.IsItem && !int.TryParse(name, out _)) ? null : _ofAnyName);

    bool IsItem { get; init; }

    KnownSettings Child(string name)
    {
        if (!_children.TryGetValue(name, out var child)) _children.Add(name, child = new KnownSettings(SettingShape.Join(Path, name)));
        return child;
    }

    void AddGroup(Type type)
    {
        foreach (var property in SettingShape.SettingsOf(type)) Child(property.Name).Add(property.PropertyType);
    }

    void Add(Type type)
    {
        var shape = SettingShape.Of(type);
        if (shape.Kind == SettingKind.Value) return;
        if (shape.Kind == SettingKind.Group)
        {
            AddGroup(shape.Inner);
            return;
        }
        var list = shape.Kind == SettingKind.List;
        _ofAnyName = new KnownSettings(SettingShape.Join(Path, list ? "0" : "<name>")) { IsItem = list };
        _ofAnyName.Add(shape.Inner);
    }
}
