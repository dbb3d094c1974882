namespace StockNow.Host.Commands;

/// <summary>Tells the settings of the configuration, such as <c>--Simulator:Interval=2s</c>, from the words and options of the commands.</summary>
internal static class CommandLineSettings
{
    /// <summary>Takes the settings out of the arguments.</summary>
    /// <param name="arguments">The arguments as the shell gave them.</param>
    /// <param name="options">The commands' own options, such as <c>--stages</c>, in lower case.</param>
    /// <returns>The arguments for the commands, and the settings by path; the value is null where none was given.</returns>
    public static (string[] Words, IReadOnlyList<KeyValuePair<string, string?>> Settings) TakeOut(IReadOnlyList<string> arguments, IReadOnlySet<string> options)
    {
        var rest = new List<string>();
        var settings = new List<KeyValuePair<string, string?>>();
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (!argument.StartsWith("--", StringComparison.Ordinal) || argument.Length == 2)
            {
                rest.Add(argument);
                continue;
            }
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? argument : argument[..equals];
            if (options.Contains(name.ToLowerInvariant())) rest.Add(name.ToLowerInvariant() + argument[name.Length..]);
            else if (equals >= 0) settings.Add(new(name[2..], argument[(equals + 1)..]));
            else if (i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal)) settings.Add(new(name[2..], arguments[++i]));
            else settings.Add(new(name[2..], null));
        }
        return ([.. rest], settings);
    }
}
