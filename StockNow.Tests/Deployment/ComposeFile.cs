using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace StockNow.Tests.Deployment;

/// <summary>The services of a compose file, with their anchors filled in.</summary>
static class ComposeFile
{
    /// <summary>Reads a file of the repository's root.</summary>
    public static Dictionary<string, ComposeService> Read(string name)
    {
        var parser = new MergingParser(new Parser(new StringReader(File.ReadAllText(ProductRules.PathOf(name)))));
        var root = new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(parser);
        return ((Dictionary<object, object>)root["services"])
            .ToDictionary(one => (string)one.Key, one => new ComposeService((Dictionary<object, object>)one.Value));
    }
}

/// <summary>One service.</summary>
sealed class ComposeService(Dictionary<object, object> values)
{
    /// <summary>The words of its command.</summary>
    public string[] Command => Words("command");

    /// <summary>The words of its health check, without the first, which says how it is run.</summary>
    public string[] Check => [.. Strings(((Dictionary<object, object>)values["healthcheck"])["test"]).Skip(1)];

    /// <summary>Its environment variables. One that compose fills in has the default that the file gives.</summary>
    public Dictionary<string, string> Environment => values.TryGetValue("environment", out var all)
        ? ((Dictionary<object, object>)all).ToDictionary(one => (string)one.Key, one => Default((string)one.Value)) : [];

    /// <summary>Its memory limit.</summary>
    public int MemoryMiB => int.Parse(Text("mem_limit").TrimEnd('m'), CultureInfo.InvariantCulture);

    /// <summary>Whether it starts only when a profile is asked for.</summary>
    public bool HasProfile => values.ContainsKey("profiles");

    /// <summary>One value that is text.</summary>
    public string Text(string key) => values.TryGetValue(key, out var value) ? (string)value : "";

    /// <summary>The items of a list.</summary>
    public string[] Words(string key) => values.TryGetValue(key, out var value) ? [.. Strings(value)] : [];

    static IEnumerable<string> Strings(object list) => ((List<object>)list).Cast<string>();

    static string Default(string value) =>
        value.StartsWith("${", StringComparison.Ordinal) && value.IndexOf(":-", StringComparison.Ordinal) is > 0 and var at ? value[(at + 2)..^1] : value;
}
