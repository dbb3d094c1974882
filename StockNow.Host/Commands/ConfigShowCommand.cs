using System.Globalization;
using System.Text;
using System.Text.Json;
using StockNow.Contracts.Events;
using StockNow.Host.Answers;
using StockNow.Host.Configuration;
using StockNow.Host.Display;

namespace StockNow.Host.Commands;

/// <summary>Prints every setting as it is in force, and where its value came from.</summary>
internal static class ConfigShowCommand
{
    static readonly JsonSerializerOptions JsonOptions =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = PlainJsonEncoder.Instance };

    public static int Run(Setup setup, OutputFormat output)
    {
        if (FaultList.Printed(setup.Faults)) return ExitCodes.BadConfiguration;
        var settings = EffectiveSettings.Of(setup.Configuration, Setup.Sections(setup.Catalog), setup.Options).ToList();
        Console.Out.Write(output == OutputFormat.Json ? JsonSerializer.Serialize(settings, JsonOptions) + "\n" : Table(settings));
        return ExitCodes.Done;
    }

    static string Table(List<EffectiveSetting> settings)
    {
        var (paths, values) = (settings.Max(setting => setting.Setting.Length), Math.Min(40, settings.Max(setting => setting.Value.Length)));
        var text = new StringBuilder();
        foreach (var (path, value, origin) in settings)
            text.Append(CultureInfo.InvariantCulture, $"{path.PadRight(paths)}  {PeopleText.OneLine(value).PadRight(values)}  {PeopleText.OneLine(origin)}\n");
        return text.ToString();
    }
}
