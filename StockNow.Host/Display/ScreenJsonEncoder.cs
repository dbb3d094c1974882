using System.Text;
using System.Text.Encodings.Web;
using StockNow.Contracts.Events;

namespace StockNow.Host.Display;

/// <summary>How JSON is written that a person may see on a terminal: what would steer it is escaped too, and reads back as it was.</summary>
internal sealed unsafe class ScreenJsonEncoder : JavaScriptEncoder
{
    /// <summary>The encoder; it has no state.</summary>
    public static ScreenJsonEncoder Instance { get; } = new();

    /// <inheritdoc/>
    public override int MaxOutputCharactersPerInputCharacter => PlainJsonEncoder.Instance.MaxOutputCharactersPerInputCharacter;

    /// <inheritdoc/>
    public override bool WillEncode(int unicodeScalar) =>
        PlainJsonEncoder.Instance.WillEncode(unicodeScalar) || (unicodeScalar <= char.MaxValue && PeopleText.Steers((char)unicodeScalar));

    /// <inheritdoc/>
    public override int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var rest = new ReadOnlySpan<char>(text, textLength);
        while (!rest.IsEmpty)
        {
            // Half a surrogate pair is no text: it is for the base class to replace.
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != System.Buffers.OperationStatus.Done || WillEncode(rune.Value))
                return textLength - rest.Length;
            rest = rest[length..];
        }
        return -1;
    }

    /// <inheritdoc/>
    public override bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten) =>
        Default.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);
}
