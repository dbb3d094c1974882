using System.Globalization;
using System.Text;
using StockNow.Host.Display;

namespace StockNow.Host.Configuration;

/// <summary>Prints what is wrong with the configuration, all at once.</summary>
internal static class FaultList
{
    /// <summary>Prints the faults on standard error; false when there are none.</summary>
    /// <param name="faults">The faults.</param>
    /// <param name="what">Whose they are.</param>
    public static bool Printed(IReadOnlyList<ConfigurationFault> faults, string what = "configuration")
    {
        if (faults.Count > 0) Console.Error.Write(Text(faults, what));
        return faults.Count > 0;
    }

    /// <summary>A headline and one numbered line per fault, each with where its value came from.</summary>
    public static string Text(IReadOnlyList<ConfigurationFault> faults, string what = "configuration")
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"The {what} has {PeopleText.Count(faults.Count, "fault")}; nothing was started.");
        for (var i = 0; i < faults.Count; i++)
        {
            var (path, message, origin) = faults[i];
            var subject = path.Length == 0 ? "" : $"{path}: ";
            text.AppendLine(CultureInfo.InvariantCulture, $"  {i + 1}. {PeopleText.OneLine($"{subject}{message}{(origin is null ? "" : $" ({origin})")}")}");
        }
        return text.ToString();
    }
}
