using System.Text;
using Spectre.Console;

namespace StockNow.Host.Dashboard;

/// <summary>Writes above the live picture, which moves down; what is written appears with its flush.</summary>
internal sealed class AbovePicture(IAnsiConsole console) : TextWriter
{
    readonly Lock _lock = new();
    readonly StringBuilder _text = new();

    /// <inheritdoc/>
    public override Encoding Encoding => Encoding.UTF8;

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
            var text = _text.ToString().TrimEnd('\r', '\n');
            _text.Clear();
            // As wide as the terminal, for it is written over the picture, which is redrawn below.
            if (text.Length > 0) console.Write(new Padder(new Text(text), new Padding(0)) { Expand = true });
        }
    }
}
