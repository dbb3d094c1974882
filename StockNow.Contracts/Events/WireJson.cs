using System.Text.Encodings.Web;

namespace StockNow.Contracts.Events;

/// <summary>How our JSON is written: text as UTF-8, escaped only where JSON itself asks for it.</summary>
static class WireJson
{
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
}
