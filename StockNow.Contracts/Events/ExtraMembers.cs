using System.Buffers;
using System.Text.Json;

namespace StockNow.Contracts.Events;

/// <summary>The members of a reading that its format does not know, kept as they stand.</summary>
sealed class ExtraMembers
{
    readonly ArrayBufferWriter<byte> _json = new();
    readonly List<(string Name, byte[] Value)> _ofReading = [], _ofLocation = [];

    public bool IsEmpty => _ofReading.Count == 0 && _ofLocation.Count == 0;

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
        if (members.Exists(member => member.Name == name)) return Repeats(location ? $"location.{name}" : name);
        tokens.Read();
        var from = (int)tokens.TokenStartIndex;
        if (RepeatedKeyIn(ref tokens) is { } key) return Repeats(key);
        members.Add((name, json[from..(int)tokens.BytesConsumed].ToArray()));
        return null;
    }

    /// <summary>All of them as one JSON object; valid until the next call.</summary>
    public ReadOnlySpan<byte> ToJson()
    {
        _json.ResetWrittenCount();
        using var writer = new Utf8JsonWriter(_json, new JsonWriterOptions { Encoder = PlainJsonEncoder.Instance });
        writer.WriteStartObject();
        Write(writer, _ofReading);
        if (_ofLocation.Count > 0)
        {
            writer.WriteStartObject("location"u8);
            Write(writer, _ofLocation);
            writer.WriteEndObject();
        }
        writer.WriteEndObject();
        writer.Flush();
        return _json.WrittenSpan;
    }

    static void Write(Utf8JsonWriter writer, List<(string Name, byte[] Value)> members)
    {
        foreach (var (name, value) in members)
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
}
