using System.CommandLine;
using System.Globalization;
using StockNow.Host.Answers;
using StockNow.Host.Configuration;

namespace StockNow.Host.Commands;

/// <summary>The arguments, sorted and checked.</summary>
/// <param name="Words">The command's words, then its options.</param>
/// <param name="Settings">Settings of the configuration, by path.</param>
/// <param name="Faults">All that is wrong, each with what was meant.</param>
internal sealed record CommandLine(IReadOnlyList<string> Words, IReadOnlyList<KeyValuePair<string, string?>> Settings, IReadOnlyList<ConfigurationFault> Faults)
{
    /// <summary>Reads the arguments.</summary>
    /// <param name="arguments">As the shell gave them.</param>
    /// <param name="root">The commands.</param>
    /// <param name="known">The settings that there are.</param>
    public static CommandLine Read(string[] arguments, Command root, KnownSettings known)
    {
        var options = OptionsOf(root).ToDictionary(option => option.Name);
        var names = options.Values.SelectMany(option => option.Aliases.Prepend(option.Name)).ToHashSet();
        var (words, settings) = CommandLineSettings.TakeOut(Spelled(arguments), names);
        var reader = new Reader(root, options);
        reader.Read(words);
        IEnumerable<ConfigurationFault> unknown = settings.Where(setting => !IsSetting(setting.Key, known))
            .Select(setting => UnknownSetting(setting.Key, options.Keys, known));
        return new CommandLine(
            [.. reader.Command, .. reader.Options],
            [.. settings.Select(setting => new KeyValuePair<string, string?>(setting.Key, setting.Value ?? "true"))],
            [.. reader.Faults, .. unknown, .. SettingFaults.Find(settings, known)]);
    }

    // As people ask for help elsewhere.
    static string[] Spelled(string[] arguments) => arguments switch
    {
        ["help", .. var rest] => [.. rest, "--help"],
        ["version"] => ["--version"],
        _ => arguments,
    };

    static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Concat(command.Subcommands.SelectMany(OptionsOf)).DistinctBy(option => option.Name);

    // What has a colon is meant as a setting; whether there is one of that name is seen with the other sources.
    static bool IsSetting(string path, KnownSettings known) =>
        path.Contains(':', StringComparison.Ordinal) ? !path.Split(':').Contains("") : path.Length > 0 && known.Find(path) is not null;

    static ConfigurationFault UnknownSetting(string name, IEnumerable<string> options, KnownSettings known)
    {
        var meant = known.All.FirstOrDefault(setting => setting.Path.EndsWith($":{name}", StringComparison.OrdinalIgnoreCase))?.Path
            ?? NearestName.Find(name, options.Select(option => option[2..]).Concat(known.Names));
        var advice = name.Length == 0 || meant is null ? "." : $"; did you mean --{meant}?";
        return new ConfigurationFault($"--{name}", $"is neither an option nor a setting{advice} Settings have a colon: --Simulator:Interval=2s");
    }

    /// <summary>Goes through the words that are no settings.</summary>
    sealed class Reader(Command root, Dictionary<string, Option> options)
    {
        readonly List<(Option Option, string? Value)> _given = [];
        Command? _found;
        bool _isLost;
        int _arguments;

        Command Current => _found ?? root;

        public List<string> Command { get; } = [];

        public List<string> Options { get; } = [];

        public List<ConfigurationFault> Faults { get; } = [];

        bool AsksForHelp => _given.Exists(given => given.Option.Name is "--help" or "--version");

        public void Read(string[] words)
        {
            for (var i = 0; i < words.Length; i++)
            {
                if (words[i] == "--") continue;
                if (Find(words[i]) is { } option) ReadOption(option, words, ref i);
                else if (words[i] is ['-', _, ..]) Faults.Add(OneDash(words[i]));
                else ReadCommand(words[i]);
            }
            CheckOptions();
            if (!_isLost && !AsksForHelp)
                foreach (var argument in Current.Arguments.Skip(_arguments)) Fault("", $"{Current.Name} needs a {argument.Name}: {argument.Description}");
            if (!_isLost && Current.Action is null && !AsksForHelp) Fault("", $"{Current.Name} needs one of: {Names(Current)}");
        }

        Option? Find(string word) => options.GetValueOrDefault(NameOf(word)) ?? options.Values.FirstOrDefault(option => option.Aliases.Contains(NameOf(word)));

        void ReadOption(Option option, string[] words, ref int i)
        {
            var equals = words[i].IndexOf('=', StringComparison.Ordinal);
            var value = equals < 0 ? null : words[i][(equals + 1)..];
            var takesValue = option.ValueType != typeof(bool) && option.Name is not ("--help" or "--version");
            var next = i + 1 < words.Length ? words[i + 1] : null;
            if (value is null && (takesValue ? next is not null && (Find(next) is null) : bool.TryParse(next, out _))) value = words[++i];
            _given.Add((option, value));
            if (takesValue && string.IsNullOrEmpty(value)) Fault(option.Name, $"needs a value{Example(option)}");
            else if (WrongValue(option, value) is { } wrong) Fault(option.Name, wrong);
            Options.Add(value is null ? option.Name : $"{option.Name}={value}");
        }

        void ReadCommand(string word)
        {
            if (_isLost) return;
            if (Current.Subcommands.FirstOrDefault(command => command.Name == word) is { } found)
            {
                _found = found;
                Command.Add(word);
                return;
            }
            if (Command.Count > 0 && _arguments < Current.Arguments.Count)
            {
                _arguments++;
                Options.Add(word);
                return;
            }
            _isLost = true;
            Fault("", Current.Subcommands.Count == 0 ? $"{string.Join(' ', Command)} takes no further word; '{word}' is one too many" : NoCommand(word));
        }

        string NoCommand(string word)
        {
            var isRoot = Current == root;
            var none = isRoot ? $"There is no command '{word}'" : $"{Current.Name} has no command '{word}'";
            if (word.Contains('=', StringComparison.Ordinal)) return $"{none}; did you mean --{word}?";
            var paths = PathsBelow(root, "").ToList();
            var meant = NearestName.Find(word, Current.Subcommands.Select(command => command.Name)) is { } near ? string.Join(' ', [.. Command, near])
                : paths.Find(path => path.EndsWith($" {word}", StringComparison.OrdinalIgnoreCase)) ?? NearestName.Find(word, paths);
            if (meant is not null) return $"{none}; did you mean {meant}?";
            return isRoot ? $"{none}. Commands are {Names(root)}; without one the stages run, as with --stages=all" : $"{none}. It has {Names(Current)}";
        }

        static IEnumerable<string> PathsBelow(Command command, string path) =>
            command.Subcommands.SelectMany(one => PathsBelow(one, $"{path}{one.Name} ").Prepend($"{path}{one.Name}"));

        void CheckOptions()
        {
            var taken = Current.Options.Concat(root.Options.Where(option => option.Recursive)).ToHashSet();
            foreach (var (option, times) in _given.CountBy(given => given.Option))
            {
                var isList = option.Name == "--stages";
                if (times > 1)
                    Fault(option.Name, isList ? $"is given {times} times; join the names: --stages=simulator,storage"
                        : $"is given {times} times; give it once");
                if (option.ValueType == typeof(OutputFormat) && _given.Find(given => given.Option == option).Value is { } format && Unfit(format) is { } unfit)
                    Fault(option.Name, unfit);
                if (!_isLost && !taken.Contains(option))
                    Fault(option.Name, $"is not for {string.Join(' ', Command)}, which takes "
                        + $"{string.Join(", ", taken.Select(one => one.Name).Where(name => name != "--help").Order())}");
            }
        }

        ConfigurationFault OneDash(string word)
        {
            var name = NameOf(word).TrimStart('-');
            if (name.Contains(':', StringComparison.Ordinal))
                return new ConfigurationFault("", $"'{NameOf(word)}' begins with one dash; settings have two: -{NameOf(word)}=...");
            var near = NearestName.Find(name, options.Keys.Select(option => option[2..]));
            return new ConfigurationFault(NameOf(word), $"is not an option{(near is null ? "; --help shows them" : $"; did you mean --{near}?")}");
        }

        // What lists things can list them for a spreadsheet too.
        bool IsList => Current.Name is "reports" or "list" or "sql";

        string? Unfit(string value) => !Enum.TryParse<OutputFormat>(value, ignoreCase: true, out var format) || Current == root ? null
            : IsList && format == OutputFormat.Html ? "html is for answers; write table, json or csv"
            : !IsList && format is OutputFormat.Csv or OutputFormat.Html ? "csv and html are for answers and totals; write table or json"
            : null;

        void Fault(string subject, string message) => Faults.Add(new ConfigurationFault(subject, message));

        static string NameOf(string word) => word.Split('=')[0];

        static string Names(Command command) => string.Join(", ", command.Subcommands.Select(one => one.Name));

        static string Example(Option option) => option.Name switch
        {
            "--output" => ", one of table, json, csv, html",
            "--from" or "--to" => ", such as 2025-07-01",
            "--limit" or "--last" => ", such as 100",
            "--stages" => ", such as all",
            "--config" => ", such as /etc/stocknow.json",
            _ => "",
        };

        static string? WrongValue(Option option, string? value)
        {
            if (value is null) return null;
            if (option.ValueType == typeof(bool)) return bool.TryParse(value, out _) ? null : $"'{value}' is neither true nor false";
            if (option.ValueType == typeof(OutputFormat))
            {
                string[] known = [.. Enum.GetNames<OutputFormat>().Select(name => name.ToLowerInvariant())];
                return known.Contains(value, StringComparer.OrdinalIgnoreCase) ? null : $"'{value}' is not known{NearestName.Advice(value, known)}";
            }
            if (option.ValueType != typeof(long) && option.ValueType != typeof(int)) return null;
            if (!long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
                return $"'{value}' is not a whole number, such as 100";
            if (option.ValueType == typeof(int) && number > int.MaxValue) return $"{number} is out of range; write at most {int.MaxValue}";
            return number < 1 ? $"{number} is out of range; write 1 or more" : null;
        }
    }
}
