using System.Diagnostics;
using System.Text;
using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming;

/// <summary>
/// The trace that a record belongs to, in the headers of the W3C: a stage passes them on as they came, whether it takes part in tracing or not.
/// </summary>
static class TraceHeaders
{
    // What the W3C allows; anything longer is no trace and is not carried along.
    const int ParentLength = 55, MostStateLength = 512;

    /// <summary>Passes the trace of a record on: the first header of each name, so that no record can carry more of them along than a producer takes.</summary>
    public static HeaderWriter AddTrace(this HeaderWriter headers, HeaderView source)
    {
        if (source.TryGet(HeaderNames.TraceParent, out ReadOnlySpan<byte> parent) && parent.Length == ParentLength)
            headers.Add(HeaderNames.TraceParent, parent);
        if (source.TryGet(HeaderNames.TraceState, out ReadOnlySpan<byte> state) && state.Length <= MostStateLength) headers.Add(HeaderNames.TraceState, state);
        return headers;
    }

    /// <summary>Puts records under a span.</summary>
    public static HeaderWriter AddTrace(this HeaderWriter headers, Activity span)
    {
        headers.Add(HeaderNames.TraceParent, Encoding.ASCII.GetBytes(span.Id!));
        return span.TraceStateString is { Length: > 0 and <= MostStateLength } state
            ? headers.Add(HeaderNames.TraceState, Encoding.ASCII.GetBytes(state)) : headers;
    }

    /// <summary>The span that a record was sent under, when it carries one.</summary>
    public static bool TryGetTrace(this HeaderView headers, out ActivityContext trace)
    {
        trace = default;
        return headers.TryGet(HeaderNames.TraceParent, out ReadOnlySpan<byte> parent) && parent.Length == ParentLength
            && ActivityContext.TryParse(Encoding.ASCII.GetString(parent), null, isRemote: true, out trace);
    }
}
