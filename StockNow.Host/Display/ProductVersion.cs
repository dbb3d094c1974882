using System.Reflection;

namespace StockNow.Host.Display;

/// <summary>The program's version.</summary>
internal static class ProductVersion
{
    /// <summary>Without build metadata, such as <c>0.1.0</c>.</summary>
    public static string Text { get; } =
        typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";
}
