using System.CommandLine;

namespace StockNow.Host.Commands;

/// <summary>Options that stand for settings of the analysis, because people ask for them by hand.</summary>
sealed class AnalysisShortcuts
{
    readonly (Option Option, string Setting)[] _all =
    [
        Day("--from", "From", "The first day that counts in the answers, such as 2025-07-01."),
        Day("--to", "To", "The last day that counts in the answers."),
        Name("--store", "Store", "The only store that counts."),
        Name("--product", "Product", "The only product that counts."),
        Flag("--full", "Full", "Count every file of the lake again for the answers, instead of the new ones only."),
        Flag("--allow-missing", "AllowMissing", "Answer over a lake in which files are missing."),
    ];

    /// <summary>The options.</summary>
    public IEnumerable<Option> Options => _all.Select(one => one.Option);

    /// <summary>The option of a name, for a command that takes some of them.</summary>
    public Option this[string name] => Options.Single(option => option.Name == name);

    /// <summary>The settings that the given options stand for.</summary>
    public IEnumerable<KeyValuePair<string, string?>> SettingsOf(ParseResult parsed) => _all.Select(one => (one.Setting, Value: ValueOf(parsed, one.Option)))
        .Where(one => one.Value is not null).Select(one => new KeyValuePair<string, string?>(one.Setting, one.Value));

    static string? ValueOf(ParseResult parsed, Option option) => option switch
    {
        Option<string?> text => parsed.GetValue(text),
        Option<bool> flag => parsed.GetValue(flag) ? "true" : null,
        _ => throw new NotSupportedException(option.Name),
    };

    static (Option, string) Day(string name, string setting, string description) => Text(name, setting, description, "date");

    static (Option, string) Name(string name, string setting, string description) => Text(name, setting, description, "name");

    static (Option, string) Text(string name, string setting, string description, string help) =>
        (new Option<string?>(name) { Description = Described(description, setting), HelpName = help }, $"Analysis:{setting}");

    static (Option, string) Flag(string name, string setting, string description) =>
        (new Option<bool>(name) { Description = Described(description, setting) }, $"Analysis:{setting}");

    static string Described(string description, string setting) => $"{description} The same as Analysis:{setting}.";
}
