using System.Buffers;
using System.Text.Json;

namespace StockNow.Contracts.Events;

/// <summary>The members of a reading that its format does not know, kept as they stand.</summary>
/// <param name="limits">How many there may be, and how deep they may go.</param>
/// <param name="scratch">Where escaped text is unescaped to see whether it can be.</param>
sealed class ExtraMembers(ReadingLimits limits, Scratch scratch)
{
    readonly Members _ofReading = new(), _ofLocation = new();
    ArrayBufferWriter<byte> _json = new();
    int _count;

    public bool IsEmpty => _ofReading.Values.Count == 0 && _ofLocation.Values.Count == 0;

    public void Clear()
    {
        if (_json.Capacity > Scratch.KeptBytes) _json = new();
        if (_count == 0) return;
        _count = 0;
        _ofReading.Clear();
        _ofLocation.Clear();
    }

    /// <summary>Takes the member whose name the tokens stand on, with all that lies in it.</summary>
    /// <returns>The fault, when a key is repeated or a limit is exceeded.</returns>
    /// <exception cref="InvalidOperationException">A text holds an escape that is half of a character.</exception>
    public string? Add(ReadOnlySpan<byte> json, scoped ref Utf8JsonReader tokens, bool location)
    {
        var members = location ? _ofLocation : _ofReading;
        var name = tokens.GetString()!;
        if (CountMember() is { } tooMany) return tooMany;
        if (!members.Names.Add(name)) return Repeats(location ? $"location.{name}" : name);
        tokens.Read();
        var from = (int)tokens.TokenStartIndex;
        if (FaultIn(ref tokens) is { } fault) return fault;
        members.Values.Add((name, json[from..(int)tokens.BytesConsumed].ToArray()));
        return null;
    }

    /// <summary>All of them as one JSON object; valid until the next call.</summary>
    public ReadOnlySpan<byte> ToJson()
    {
        _json.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_json, new JsonWriterOptions { Encoder = PlainJsonEncoder.Instance });
        writer.WriteStartObject();
        Write(writer, _ofReading);
        if (_ofLocation.Values.Count > 0)
        {
            writer.WriteStartObject("location"u8);
            Write(writer, _ofLocation);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        writer.Flush();
        return _json.WrittenSpan;
    }

    static void Write(Utf8JsonWriter writer, Members members)
    {
        foreach (var (name, value) in members.Values)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue(value, skipInputValidation: true);
        }
    }

    string? CountMember() => ++_count <= limits.MaxUnknownMembers ? null : $"has more than {limits.MaxUnknownMembers} unknown members";

    string? FaultIn(scoped ref Utf8JsonReader tokens)
    {
        if (tokens.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            CheckText(ref tokens);
            return null;
        }
        var keys = new Stack<HashSet<string>?>();
        do
        {
            switch (tokens.TokenType)
            {
                case JsonTokenType.StartObject: keys.Push([]); break;
                case JsonTokenType.StartArray: keys.Push(null); break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray: keys.Pop(); break;
                case JsonTokenType.PropertyName:
                    if (CountMember() is { } tooMany) return tooMany;
                    if (!keys.Peek()!.Add(tokens.GetString()!)) return Repeats(tokens.GetString()!);
                    break;
                default: CheckText(ref tokens); break;
            }
            if (keys.Count > limits.MaxUnknownDepth) return $"nests an unknown member more than {limits.MaxUnknownDepth} levels deep";
        }
        while (keys.Count > 0 && tokens.Read());
        return null;
    }

    // Half of a character would make the whole column unreadable as JSON for others.
    void CheckText(scoped ref Utf8JsonReader tokens)
    {
        if (tokens.TokenType != JsonTokenType.String || !tokens.ValueIsEscaped) return;
        tokens.CopyString(scratch.Take(tokens.ValueSpan.Length));
    }

    static string Repeats(string key) => $"repeats '{key}'";

    // One line may hold a hundred thousand members: names are looked up, never searched for.
    sealed class Members
    {
        public HashSet<string> Names { get; } = [];

        public List<(string Name, byte[] Value)> Values { get; } = [];

        public void Clear()
        {
            Names.Clear();
            Values.Clear();
        }
    }
}
