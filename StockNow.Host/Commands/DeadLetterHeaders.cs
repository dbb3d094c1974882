using System.Text;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Host.Commands;

/// <summary>What the headers of a dead letter say, as text; they may come from another program.</summary>
/// <param name="Stage">The stage that put it there.</param>
/// <param name="Reason">Why, in a word.</param>
/// <param name="Source">The record that it was.</param>
/// <param name="Error">Why, in a sentence.</param>
internal sealed record DeadLetterHeaders(string Stage, string Reason, string Source, string Error)
{
    /// <summary>Reads them; what is not there is a question mark.</summary>
    public static DeadLetterHeaders Of(in LogRecord record) => new(
        Text(record.Headers, HeaderNames.Stage), Text(record.Headers, HeaderNames.Reason),
        $"{Text(record.Headers, HeaderNames.SourceTopic)}-{Text(record.Headers, HeaderNames.SourcePartition)}@{Text(record.Headers, HeaderNames.SourceOffset)}",
        Text(record.Headers, HeaderNames.Error));

    static string Text(HeaderView headers, ReadOnlySpan<byte> name) =>
        headers.TryGet(name, out ReadOnlySpan<byte> value) ? Encoding.UTF8.GetString(value) : "?";
}
