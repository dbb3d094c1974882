using System.Globalization;
using System.Text;

namespace StockNow.Tests.Contracts;

/// <summary>JSON (RFC 8259) read letter by letter, for judging readers: it shares no code with the one of .NET.</summary>
sealed class PlainJson
{
    const int MaxDepth = 64;

    readonly string _text;
    int _at, _depth;

    PlainJson(string text) => _text = text;

    /// <summary>Reads exactly one value.</summary>
    /// <exception cref="FormatException">It is not JSON, or holds half of a character.</exception>
    public static Value Read(string text)
    {
        var json = new PlainJson(text);
        var value = json.ReadValue();
        json.SkipSpace();
        return json._at == text.Length ? value : throw Wrong("more than one value");
    }

    /// <summary>A value, and the letters that it is spelled with.</summary>
    public abstract record Value
    {
        public string Raw { get; set; } = "";
    }

    public sealed record Text(string Letters) : Value;

    public sealed record Number : Value;

    public sealed record Flag(bool IsTrue) : Value;

    public sealed record Null : Value;

    public sealed record List(IReadOnlyList<Value> Items) : Value;

    public sealed record Members(IReadOnlyList<(string Name, Value Value)> All) : Value
    {
        public Value this[string name] =>
            All.Where(member => member.Name == name).Select(member => member.Value).SingleOrDefault() ?? throw Wrong($"no {name}");
    }

    Value ReadValue()
    {
        SkipSpace();
        var from = _at;
        Value value = Peek() switch
        {
            '{' => ReadMembers(),
            '[' => ReadList(),
            '"' => new Text(ReadText()),
            't' => ReadWord("true", new Flag(true)),
            'f' => ReadWord("false", new Flag(false)),
            'n' => ReadWord("null", new Null()),
            _ => ReadNumber(),
        };
        value.Raw = _text[from.._at];
        return value;
    }

    Members ReadMembers()
    {
        var members = new List<(string, Value)>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        Enter();
        for (SkipSpace(); Peek() != '}';)
        {
            if (members.Count > 0) Expect(',');
            SkipSpace();
            var name = ReadText();
            if (!names.Add(name)) throw Wrong("a key twice");
            SkipSpace();
            Expect(':');
            members.Add((name, ReadValue()));
            SkipSpace();
        }
        Leave();
        return new Members(members);
    }

    List ReadList()
    {
        var items = new List<Value>();
        Enter();
        for (SkipSpace(); Peek() != ']'; SkipSpace())
        {
            if (items.Count > 0) Expect(',');
            items.Add(ReadValue());
        }
        Leave();
        return new List(items);
    }

    string ReadText()
    {
        Expect('"');
        var text = new StringBuilder();
        while (Peek() != '"')
        {
            var letter = _text[_at++];
            if (letter < ' ') throw Wrong("a control character");
            text.Append(letter == '\\' ? ReadEscape() : letter);
        }
        _at++;
        var read = text.ToString();
        for (var i = 0; i < read.Length; i++)
        {
            if (char.IsHighSurrogate(read[i]) && i + 1 < read.Length && char.IsLowSurrogate(read[i + 1])) i++;
            else if (char.IsSurrogate(read[i])) throw Wrong("half of a character");
        }
        return read;
    }

    char ReadEscape()
    {
        var letter = Peek();
        _at++;
        switch (letter)
        {
            case '"' or '\\' or '/': return letter;
            case 'b': return '\b';
            case 'f': return '\f';
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'u' when _at + 4 <= _text.Length && _text[_at..(_at + 4)].All(char.IsAsciiHexDigit):
                _at += 4;
                return (char)int.Parse(_text.AsSpan(_at - 4, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            default: throw Wrong("an escape");
        }
    }

    Number ReadNumber()
    {
        if (Peek() == '-') _at++;
        if (Peek() == '0') _at++;
        else SkipDigits();
        if (_at < _text.Length && _text[_at] == '.')
        {
            _at++;
            SkipDigits();
        }
        if (_at < _text.Length && _text[_at] is 'e' or 'E')
        {
            _at++;
            if (Peek() is '+' or '-') _at++;
            SkipDigits();
        }
        return new Number();
    }

    void SkipDigits()
    {
        var from = _at;
        while (_at < _text.Length && _text[_at] is >= '0' and <= '9') _at++;
        if (_at == from) throw Wrong("no digit");
    }

    T ReadWord<T>(string word, T value) where T : Value
    {
        if (string.CompareOrdinal(_text, _at, word, 0, word.Length) != 0) throw Wrong("a word");
        _at += word.Length;
        return value;
    }

    void Enter()
    {
        if (++_depth > MaxDepth) throw Wrong("too deep");
        _at++;
    }

    void Leave()
    {
        _depth--;
        _at++;
    }

    void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r') _at++;
    }

    void Expect(char letter)
    {
        if (Peek() != letter) throw Wrong($"no {letter}");
        _at++;
    }

    char Peek() => _at < _text.Length ? _text[_at] : throw Wrong("an end");

    static FormatException Wrong(string what) => new(what);
}
