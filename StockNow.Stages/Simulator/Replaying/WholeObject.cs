using System.Text.Json;

namespace StockNow.Stages.Simulator.Replaying;

/// <summary>Whether a line without a newline can be complete.</summary>
static class WholeObject
{
    const int MaxDepth = 1000;

    /// <summary>Whether it is one JSON object and nothing else but white space.</summary>
    public static bool Is(ReadOnlySpan<byte> line)
    {
        try
        {
            var tokens = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = MaxDepth });
            return tokens.Read() && tokens.TokenType == JsonTokenType.StartObject && tokens.TrySkip() && !tokens.Read();
        }
        catch (JsonException) { return false; }
    }
}
