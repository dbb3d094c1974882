namespace StockNow.Stages.Base;

/// <summary>A section of the configuration and the type that it fills. Unknown keys in it are errors.</summary>
/// <param name="Path">The section's path, such as <c>Simulator</c>; empty for the root.</param>
/// <param name="Type">The options' type: settable properties with defaults and validation attributes; its summaries become the reference.</param>
public sealed record OptionsSection(string Path, Type Type)
{
    /// <summary>The section of an options type.</summary>
    public static OptionsSection Of<T>(string path) where T : class, new() => new(path, typeof(T));
}
