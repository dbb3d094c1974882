using System.Text.Json;
using System.Text.Unicode;

namespace StockNow.Contracts.Events;

/// <summary>
/// The one judge of what is a reading. Malformed is what is not exactly one JSON object in UTF-8, lacks a field or has one of a wrong type or
/// range, repeats a key, holds half of a character, or exceeds a limit. Unknown members are no fault: they are kept in <see cref="ReadingFields.Extra"/>.
/// </summary>
/// <remarks>Pure but for its scratch memory: one instance per thread. A well-formed reading without escapes and unknown members costs no allocation.</remarks>
public sealed class ReadingReader
{
    const int MaxDepth = 64, MaxErrorLength = 200;

    readonly ReadingLimits _limits;
    readonly Scratch _scratch = new();
    readonly ExtraMembers _extra;

    /// <param name="limits">How much a reading may hold; null for <see cref="ReadingLimits.Default"/>.</param>
    public ReadingReader(ReadingLimits? limits = null)
    {
        _limits = limits ?? ReadingLimits.Default;
        _extra = new ExtraMembers(_limits, _scratch);
    }

    /// <summary>Reads one record's value.</summary>
    /// <param name="json">The value as it lies in the event log.</param>
    /// <param name="reading">The fields, when it is well-formed.</param>
    /// <param name="error">What is wrong with it, for a person and in 200 characters at most, when it is malformed; otherwise null.</param>
    /// <returns>Whether it is a well-formed reading.</returns>
    public bool TryRead(ReadOnlySpan<byte> json, out ReadingFields reading, out string? error)
    {
        error = null;
        if (json.Length <= _limits.MaxBytes && !_limits.NarrowTimestamps && PlainSpelling.TryRead(json, _limits.MaxIdBytes, out reading)) return true;
        reading = default;
        error = json.Length > _limits.MaxBytes ? $"is longer than {_limits.MaxBytes} bytes ({json.Length})"
            : json.IsEmpty ? "is empty"
            : json.StartsWith("\uFEFF"u8) ? "begins with a byte order mark"
            : !Utf8.IsValid(json) ? "is not UTF-8"
            : null;
        if (error is not null) return false;

        _scratch.Reset(json.Length);
        _extra.Clear();
        var fields = default(ReadingFields);
        try
        {
            var tokens = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            error = ReadObject(json, ref tokens, ref fields);
            if (error is null) tokens.Read(); // throws when more than white space comes after the object
        }
        catch (JsonException fault)
        {
            error = $"is not JSON: {FirstSentence(fault.Message)}";
        }
        catch (InvalidOperationException)
        {
            error = "holds an escape that is half of a character (a lone surrogate)";
        }
        // An error may quote the reading, and it travels in a header beside all of its bytes.
        if (error?.Length > MaxErrorLength) error = $"{error.AsSpan(0, MaxErrorLength - 3)}...";
        reading = fields;
        return error is null;
    }

    /// <summary>The sensor of a line that need not be well-formed, for choosing its partition; empty when none can be made out.</summary>
    public ReadOnlySpan<byte> SensorIdOf(ReadOnlySpan<byte> line)
    {
        _scratch.Reset(line.Length);
        try
        {
            var tokens = new Utf8JsonReader(line, isFinalBlock: false, state: default);
            if (!tokens.Read() || tokens.TokenType != JsonTokenType.StartObject) return default;
            while (tokens.Read() && tokens.TokenType == JsonTokenType.PropertyName)
            {
                var isSensor = tokens.ValueTextEquals("sensor_id"u8);
                if (!tokens.Read()) return default;
                if (isSensor) return tokens.TokenType == JsonTokenType.String && Utf8.IsValid(tokens.ValueSpan) ? TextOf(ref tokens) : default;
                if (!tokens.TrySkip()) return default;
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException) { }
        return default;
    }

    string? ReadObject(ReadOnlySpan<byte> json, scoped ref Utf8JsonReader tokens, scoped ref ReadingFields reading)
    {
        if (!tokens.Read() || tokens.TokenType != JsonTokenType.StartObject) return "is not a JSON object";
        var seen = Fields.None;
        while (tokens.Read() && tokens.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldOf(ref tokens);
            if (field == Fields.None)
            {
                if (_extra.Add(json, ref tokens, location: false) is { } fault) return fault;
                continue;
            }
            if ((seen & field) != 0) return $"repeats '{NameOf(field)}'";
            seen |= field;
            tokens.Read();
            var error = field == Fields.Location ? ReadLocation(json, ref tokens, ref reading) : ReadField(field, ref tokens, ref reading);
            if (error is not null) return error;
        }
        if (seen != Fields.OfReading) return $"lacks '{NameOf(FirstMissing(seen, Fields.OfReading))}'";
        if (!_extra.IsEmpty) reading.Extra = _extra.ToJson();
        return null;
    }

    string? ReadLocation(ReadOnlySpan<byte> json, scoped ref Utf8JsonReader tokens, scoped ref ReadingFields reading)
    {
        if (tokens.TokenType != JsonTokenType.StartObject) return "'location' is not an object";
        var seen = Fields.None;
        while (tokens.Read() && tokens.TokenType == JsonTokenType.PropertyName)
        {
            var field = LocationFieldOf(ref tokens);
            if (field == Fields.None)
            {
                if (_extra.Add(json, ref tokens, location: true) is { } fault) return fault;
                continue;
            }
            if ((seen & field) != 0) return $"repeats '{NameOf(field)}'";
            seen |= field;
            tokens.Read();
            if (ReadField(field, ref tokens, ref reading) is { } error) return error;
        }
        return seen == Fields.OfLocation ? null : $"lacks '{NameOf(FirstMissing(seen, Fields.OfLocation))}'";
    }

    string? ReadField(Fields field, scoped ref Utf8JsonReader tokens, scoped ref ReadingFields reading) => field switch
    {
        Fields.SensorId => ReadText("sensor_id", ref tokens, out reading.SensorId),
        Fields.ProductId => ReadText("product_id", ref tokens, out reading.ProductId),
        Fields.Store => ReadText("location.store", ref tokens, out reading.Store),
        Fields.Timestamp => ReadTimestamp(ref tokens, out reading.TimestampMs),
        Fields.Quantity => ReadCount("quantity", ref tokens, out reading.Quantity),
        Fields.Threshold => ReadCount("threshold", ref tokens, out reading.Threshold),
        Fields.Latitude => ReadDegrees("location.lat", 90, ref tokens, out reading.Latitude),
        Fields.Longitude => ReadDegrees("location.lon", 180, ref tokens, out reading.Longitude),
        _ => ReadFlag(ref tokens, out reading.Alert),
    };

    string? ReadText(string name, scoped ref Utf8JsonReader tokens, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (tokens.TokenType != JsonTokenType.String) return $"'{name}' is not a string";
        text = TextOf(ref tokens);
        return text.Length <= _limits.MaxIdBytes ? null : $"'{name}' is longer than {_limits.MaxIdBytes} bytes ({text.Length})";
    }

    ReadOnlySpan<byte> TextOf(scoped ref Utf8JsonReader tokens)
    {
        if (!tokens.ValueIsEscaped) return tokens.ValueSpan;
        var room = _scratch.Take(tokens.ValueSpan.Length);
        return room[..tokens.CopyString(room)];
    }

    static string? ReadCount(string name, scoped ref Utf8JsonReader tokens, out int count)
    {
        count = 0;
        if (tokens.TokenType != JsonTokenType.Number) return $"'{name}' is not a number";
        return tokens.TryGetInt32(out count) && count >= 0 ? null : $"'{name}' is not an integer from 0 to {int.MaxValue}";
    }

    static string? ReadDegrees(string name, int limit, scoped ref Utf8JsonReader tokens, out double degrees)
    {
        degrees = 0;
        if (tokens.TokenType != JsonTokenType.Number) return $"'{name}' is not a number";
        return tokens.TryGetDouble(out degrees) && Math.Abs(degrees) <= limit ? null : $"'{name}' is not within -{limit} and {limit}";
    }

    static string? ReadFlag(scoped ref Utf8JsonReader tokens, out bool flag)
    {
        flag = tokens.TokenType == JsonTokenType.True;
        return flag || tokens.TokenType == JsonTokenType.False ? null : "'alert' is not true or false";
    }

    string? ReadTimestamp(scoped ref Utf8JsonReader tokens, out long milliseconds)
    {
        milliseconds = 0;
        if (tokens.TokenType != JsonTokenType.String) return "'timestamp' is not a string";
        var text = TextOf(ref tokens);
        if (_limits.NarrowTimestamps && !Iso8601.IsNarrow(text)) return "'timestamp' is in a form that the first version did not read";
        return Iso8601.TryReadMilliseconds(text, out milliseconds) ? null : $"'timestamp' {Iso8601.FaultOf(text)}";
    }

    static string FirstSentence(string message)
    {
        var end = message.IndexOf(". ", StringComparison.Ordinal);
        return end < 0 ? message : message[..end];
    }

    // The names' lengths tell all fields apart but two pairs, so one comparison decides.
    static Fields FieldOf(scoped ref Utf8JsonReader tokens)
    {
        if (tokens.ValueIsEscaped) return EscapedFieldOf(ref tokens);
        var name = tokens.ValueSpan;
        return name.Length switch
        {
            5 when name.SequenceEqual("alert"u8) => Fields.Alert,
            8 when name.SequenceEqual("quantity"u8) => Fields.Quantity,
            8 when name.SequenceEqual("location"u8) => Fields.Location,
            9 when name.SequenceEqual("sensor_id"u8) => Fields.SensorId,
            9 when name.SequenceEqual("timestamp"u8) => Fields.Timestamp,
            9 when name.SequenceEqual("threshold"u8) => Fields.Threshold,
            10 when name.SequenceEqual("product_id"u8) => Fields.ProductId,
            _ => Fields.None,
        };
    }

    static Fields EscapedFieldOf(scoped ref Utf8JsonReader tokens)
    {
        for (var field = Fields.SensorId; field <= Fields.Alert; field = (Fields)((int)field << 1))
            if (tokens.ValueTextEquals(NameOf(field))) return field;
        return Fields.None;
    }

    static Fields LocationFieldOf(scoped ref Utf8JsonReader tokens) =>
        tokens.ValueTextEquals("store"u8) ? Fields.Store
        : tokens.ValueTextEquals("lat"u8) ? Fields.Latitude
        : tokens.ValueTextEquals("lon"u8) ? Fields.Longitude
        : Fields.None;

    static Fields FirstMissing(Fields seen, Fields wanted)
    {
        var missing = (int)(wanted & ~seen);
        return (Fields)(missing & -missing);
    }

    static string NameOf(Fields field) => field switch
    {
        Fields.SensorId => "sensor_id",
        Fields.Timestamp => "timestamp",
        Fields.ProductId => "product_id",
        Fields.Quantity => "quantity",
        Fields.Threshold => "threshold",
        Fields.Location => "location",
        Fields.Alert => "alert",
        Fields.Store => "location.store",
        Fields.Latitude => "location.lat",
        Fields.Longitude => "location.lon",
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, null),
    };

    [Flags]
    enum Fields
    {
        None = 0,
        SensorId = 1,
        Timestamp = 2,
        ProductId = 4,
        Quantity = 8,
        Threshold = 16,
        Location = 32,
        Alert = 64,
        OfReading = 127,
        Store = 128,
        Latitude = 256,
        Longitude = 512,
        OfLocation = 896,
    }
}
