using System.Text;

namespace StockNow.Host.Dashboard;

/// <summary>Keeps what was written last, for the live view: new answers take the place of the old ones.</summary>
internal sealed class AnswersPanel : TextWriter
{
    readonly Lock _lock = new();
    readonly StringBuilder _text = new();
    IReadOnlyList<string> _lines = [];

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>The lines that were written before the last flush; empty before the first.</summary>
    public IReadOnlyList<string> Lines
    {
        get { lock (_lock) return _lines; }
    }

    /// <inheritdoc/>
    public override void Write(char value)
    {
        lock (_lock) _text.Append(value);
    }

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        lock (_lock) _text.Append(value);
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        lock (_lock)
        {
            if (_text.Length == 0) return;
            _lines = _text.ToString().TrimEnd().ReplaceLineEndings("\n").Split('\n');
            _text.Clear();
        }
    }
}
