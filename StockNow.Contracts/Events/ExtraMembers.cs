using System.Buffers;
using System.Text.Json;

namespace StockNow.Contracts.Events;

/// <summary>The members of a reading that its format does not know, kept as they stand.</summary>
sealed class ExtraMembers
{
    readonly ArrayBufferWriter<byte> _json = new();
    readonly Members _ofReading = new(), _ofLocation = new();

    public bool IsEmpty => _ofReading.Values.Count == 0 && _ofLocation.Values.Count == 0;

    public void Clear()
    {
        _ofReading.Clear();
        _ofLocation.Clear();
    }

    /// <summary>Takes the member whose name the tokens stand on, with all that lies in it.</summary>
    /// <returns>The fault, when a key is repeated.</returns>
    public string? Add(ReadOnlySpan<byte> json, scoped ref Utf8JsonReader tokens, bool location)
    {
        var members = location ? _ofLocation : _ofReading;
        var name = tokens.GetString()!;
        if (!members.Names.Add(name)) return Repeats(location ? $"location.{name}" : name);
        tokens.Read();
        var from = (int)tokens.TokenStartIndex;
        if (RepeatedKeyIn(ref tokens) is { } key) return Repeats(key);
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

    static string? RepeatedKeyIn(scoped ref Utf8JsonReader tokens)
    {
        if (tokens.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return null;
        var keys = new Stack<HashSet<string>?>();
        keys.Push(tokens.TokenType == JsonTokenType.StartObject ? [] : null);
        while (keys.Count > 0 && tokens.Read())
        {
            switch (tokens.TokenType)
            {
                case JsonTokenType.StartObject: keys.Push([]); break;
                case JsonTokenType.StartArray: keys.Push(null); break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray: keys.Pop(); break;
                case JsonTokenType.PropertyName when !keys.Peek()!.Add(tokens.GetString()!): return tokens.GetString();
            }
        }
        return null;
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
