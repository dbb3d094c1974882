using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using StockNow.Host.Display;
using StockNow.Stages.Telemetry;

namespace StockNow.Host.Health;

/// <summary>Exports measurements and spans: at <c>/metrics</c>, and by OTLP to the address in the standard variables.</summary>
internal sealed class TelemetryExport : IDisposable
{
    const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    readonly TracerProvider? _spans;
    readonly ExportFaults? _faults;

    public TelemetryExport(HttpOptions http, ILogger<TelemetryExport> logger)
    {
        var exports = HasOtlp;
        if (exports && !IsEndpoint(Endpoint!))
        {
            HealthLogMessages.NoEndpoint(logger, Endpoint!);
            exports = false;
        }
        if (exports) _faults = new ExportFaults(fault => HealthLogMessages.ExportFailed(logger, fault));
        var metrics = Sdk.CreateMeterProviderBuilder().ConfigureResource(Describe).AddMeter(TelemetryNames.Source, "System.Runtime");
        if (http.IsOn) metrics.AddPrometheusExporter();
        if (exports) metrics.AddOtlpExporter();
        Metrics = metrics.Build();
        if (exports) _spans = Sdk.CreateTracerProviderBuilder().ConfigureResource(Describe).AddSource(TelemetryNames.Source).AddOtlpExporter().Build();
    }

    /// <summary>Whether <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
    public static bool HasOtlp => Endpoint is { Length: > 0 };

    static string? Endpoint => Environment.GetEnvironmentVariable(OtlpEndpoint);

    /// <summary>Whether telemetry can be sent to such an address.</summary>
    public static bool IsEndpoint(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);

    /// <summary>All measurements.</summary>
    public MeterProvider Metrics { get; }

    /// <summary>Sends what is left and ends.</summary>
    public void Dispose()
    {
        _spans?.Dispose();
        Metrics.Dispose();
        _faults?.Dispose();
    }

    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES go before our own name.
    static void Describe(ResourceBuilder resource) =>
        resource.Clear().AddService("stocknow", serviceVersion: ProductVersion.Text).AddTelemetrySdk().AddEnvironmentVariableDetector();
}
