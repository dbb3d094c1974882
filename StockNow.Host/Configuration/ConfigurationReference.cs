using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text;
using StockNow.Stages.Base;
using StockNow.Stages.Base.Adapters;

namespace StockNow.Host.Configuration;

/// <summary>Writes <c>docs/configuration.md</c> from the options types and their summaries.</summary>
internal static class ConfigurationReference
{
    const string Head = """
        # Configuration

        Generated from the options types; a test fails when this copy is stale. To update it: `STOCKNOW_UPDATE_DOCS=1 dotnet test StockNow.Tests --filter FullyQualifiedName~ConfigurationReference`.

        A value comes from the last of these that sets it:

        | source | example |
        |---|---|
        | `appsettings.json` beside the program | `/opt/stocknow/appsettings.json` |
        | `appsettings.{Environment}.json` beside it (`DOTNET_ENVIRONMENT`, by default `Production`) | `/opt/stocknow/appsettings.Production.json` |
        | both files in the working directory | `./appsettings.json` |
        | the file that `--config` names | `stocknow --config=/etc/stocknow.json` |
        | files in `/run/secrets`, or where `CREDENTIALS_DIRECTORY` says, with two underscores where the path has a colon | `/run/secrets/Kafka__SaslPassword` |
        | environment variables with two underscores where the path has a colon | `STOCKNOW__Simulator__Interval=2s` |
        | the command line | `--Simulator:Interval=2s` |

        `stocknow config show` prints every value in force with the file, variable or option it came from; `--output=json` for programs. Secrets are masked there and in every message; set them through files of secrets, or through environment variables such as `STOCKNOW__Kafka__SaslPassword`.
        `stocknow validate` checks all that a start checks. A name or a value that is not known is an error, and nothing starts.

        Times are written `100ms`, `5s`, `10m`, `2h`, `1d` or `00:00:05`; sizes `1048576`, `256KB`, `64MB`, `2GB` or `1TB`. The items of a list are written one by one, as `:0`, `:1` (`STOCKNOW__Simulator__Catalogue__0`); they replace the default ones.
        `Logging:LogLevel:<category>` sets how much is logged: `Trace`, `Debug`, `Information`, `Warning`, `Error`, `Critical` or `None`. The category is `Default`, or the beginning of a type's full name, such as `StockNow.Stages.Storage`. `Debug` shows where a fault was thrown.
        `Kafka` is passed to the Kafka client: any property of [librdkafka](https://github.com/confluentinc/librdkafka/blob/master/CONFIGURATION.md),
        by its own name (`Kafka:bootstrap.servers`) or as .NET writes it (`Kafka:BootstrapServers`, default `localhost:9092`), except the properties that exactly-once depends on.

        The answers as `--output=csv` are one table under one header, `question,key,metric,value,time_zone`, one number a line. A `key` that begins with `=`, `+`, `-`, `@`, a tab, a line end or an apostrophe has an apostrophe before it, so that no spreadsheet takes a product's name for a formula; control characters are replaced. The exact names are in `--output=json`.

        """;

    /// <summary>The whole reference: one table per type of options.</summary>
    public static string Markdown(IReadOnlyList<OptionsSection> sections)
    {
        var summaries = new XmlSummaries();
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (var alike in sections.GroupBy(section => section.Type))
        {
            var rows = alike.SelectMany(section => Rows(section.Type, section.Path, Activator.CreateInstance(section.Type)!, summaries)).ToList();
            if (rows.Count == 0) continue;
            text.Append(CultureInfo.InvariantCulture, $"\n## {Title([.. alike])}\n\n{summaries.Of(alike.Key)}\n\n");
            text.Append("| setting | default | says |\n|---|---|---|\n");
            foreach (var (path, value, says) in rows) text.Append(CultureInfo.InvariantCulture, $"| `{path}` | {Cell(value)} | {Cell(says)} |\n");
        }
        return text.ToString();
    }

    // Sections of one type, such as the stages' switches, share a table under the name they have in common.
    static string Title(IReadOnlyList<OptionsSection> alike) => alike switch
    {
        [{ Path: "" }] => "Everywhere",
        [var only] => only.Path,
        _ => alike[0].Path.Split(':')[0],
    };

    static IEnumerable<(string Path, string Default, string Says)> Rows(Type group, string path, object? defaults, XmlSummaries summaries)
    {
        foreach (var property in SettingShape.SettingsOf(group))
        {
            var (settingPath, value, shape) =
                (SettingShape.Join(path, property.Name), defaults is null ? null : property.GetValue(defaults), SettingShape.Of(property.PropertyType));
            if (shape.Kind == SettingKind.Group)
            {
                foreach (var row in Rows(shape.Inner, settingPath, value ?? Activator.CreateInstance(shape.Inner), summaries)) yield return row;
                continue;
            }
            yield return (settingPath, Default(settingPath, value), Says(property, shape, summaries));
            var item = SettingShape.Of(shape.Inner);
            if (shape.Kind == SettingKind.Value || item.Kind != SettingKind.Group) continue;
            var itemPath = SettingShape.Join(settingPath, shape.Kind == SettingKind.List ? "0" : "<name>");
            foreach (var row in Rows(item.Inner, itemPath, Activator.CreateInstance(item.Inner), summaries)) yield return row;
        }
    }

    static string Default(string path, object? value) => value switch
    {
        null => "none",
        _ when SecretSettings.IsSecret(path) => SecretSettings.Mask,
        string text => text.Length == 0 ? "none" : $"`{text}`",
        IDictionary { Count: 0 } => "none",
        IDictionary map => Shorten(map.Keys.Cast<string>().Select(name => IsGroup(map[name]) ? $"`{name}`" : $"`{name}`: {Default("", map[name])}")),
        IEnumerable items => Shorten(items.Cast<object>().Select(item => IsGroup(item) ? "" : Default("", item))),
        _ => $"`{SettingText.Write(value)}`",
    };

    static string Shorten(IEnumerable<string> items)
    {
        var all = items.ToList();
        return all.Count == 0 ? "none" : all.Exists(item => item.Length == 0) ? $"{all.Count} of them" : string.Join(", ", all);
    }

    static bool IsGroup(object? value) => value is not null && SettingShape.Of(value.GetType()).Kind == SettingKind.Group;

    static string Says(PropertyInfo property, SettingShape shape, XmlSummaries summaries)
    {
        var says = summaries.Of(property);
        if (property.GetCustomAttribute<RangeAttribute>() is { } range) says += $" {Sentence(RangeRule.Describe(range))}";
        if (property.GetCustomAttribute<NeededAttribute>() is { } needed) says += $" Needed, such as `{needed.Example}`.";
        if (shape.Inner.IsEnum) says += $" One of {string.Join("; ", Enum.GetNames(shape.Inner).Select(Member))}.";
        if (SettingText.AdaptersOf(shape.Inner) is { } adapters)
            says += $" One of {string.Join("; ", adapters.Select(adapter => $"`{adapter.Name}` ({adapter.Summary})"))}.";
        return says;

        string Member(string name)
        {
            var meaning = summaries.Of(shape.Inner.GetField(name)!).TrimEnd('.');
            return meaning.Length == 0 ? $"`{name}`" : $"`{name}` ({meaning})";
        }
    }

    static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}.";

    static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
