using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace StockNow.Host.Configuration;

/// <summary>The summaries of types and members, from the documentation files beside the assemblies, as Markdown.</summary>
internal sealed partial class XmlSummaries
{
    readonly ConcurrentDictionary<Assembly, IReadOnlyDictionary<string, XElement>> _files = new();

    /// <summary>A type's summary; empty when there is none.</summary>
    public string Of(Type type) => Find(type.Assembly, $"T:{Name(type)}");

    /// <summary>A property's or field's summary; empty when there is none.</summary>
    public string Of(MemberInfo member) =>
        Find(member.DeclaringType!.Assembly, $"{(member is PropertyInfo ? 'P' : 'F')}:{Name(member.DeclaringType)}.{member.Name}");

    string Find(Assembly assembly, string name) =>
        _files.GetOrAdd(assembly, Load).TryGetValue(name, out var summary) ? Whitespace().Replace(string.Concat(summary.Nodes().Select(Markdown)), " ")
        .Trim() : "";

    static Dictionary<string, XElement> Load(Assembly assembly)
    {
        var file = Path.Combine(AppContext.BaseDirectory, $"{assembly.GetName().Name}.xml");
        if (!File.Exists(file))
            throw new FileNotFoundException($"The summaries of the settings are missing: {file}. Build with GenerateDocumentationFile.", file);
        return XDocument.Load(file).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary")!);
    }

    static string Markdown(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement see when see.Attribute("cref") is { } target => $"`{target.Value[(target.Value.LastIndexOf('.') + 1)..]}`",
        XElement other => string.Concat(other.Nodes().Select(Markdown)),
        _ => "",
    };

    static string Name(Type type) => type.FullName!.Replace('+', '.');

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
