using System.Globalization;
using System.Text;

namespace StockNow.Host.Configuration;

/// <summary>Prints what is wrong with the configuration, all at once.</summary>
internal static class FaultList
{
    /// <summary>A headline and one numbered line per fault, each with where its value came from.</summary>
    public static string Text(IReadOnlyList<ConfigurationFault> faults)
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"The configuration has {faults.Count} {(faults.Count == 1 ? "fault" : "faults")}; nothing was started.");
        for (var i = 0; i < faults.Count; i++)
        {
            var (path, message, origin) = faults[i];
            var subject = path.Length == 0 ? "" : $"{path}: ";
            text.AppendLine(CultureInfo.InvariantCulture, $"  {i + 1}. {subject}{message}{(origin is null ? "" : $" ({origin})")}");
        }
        return text.ToString();
    }
}
