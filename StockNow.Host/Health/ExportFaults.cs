using System.Diagnostics.Tracing;
using StockNow.Host.Display;

namespace StockNow.Host.Health;

/// <summary>Hears when the exporter cannot send. It says so to listeners only, so that a wrong address would stay unnoticed for ever.</summary>
/// <param name="tell">Takes the first fault.</param>
internal sealed class ExportFaults(Action<string> tell) : EventListener
{
    const string Exporter = "OpenTelemetry-Exporter-OpenTelemetryProtocol";

    bool _isTold;

    /// <inheritdoc/>
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Exporter) EnableEvents(eventSource, EventLevel.Error);
    }

    /// <inheritdoc/>
    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // Called while the base class is still being made, too.
        if (tell is null || Interlocked.Exchange(ref _isTold, true)) return;
        tell(PeopleText.OneLine(string.Join(" ", eventData.Payload ?? []), longest: 300));
    }
}
