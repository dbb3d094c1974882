using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using StockNow.Host.Dashboard;
using StockNow.Stages.Telemetry;

namespace StockNow.Host.Health;

/// <summary>Takes measurements and spans out of the process: to whoever asks for <c>/metrics</c>, and by OTLP where the standard variables say.</summary>
internal sealed class TelemetryExport : IDisposable
{
    const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    readonly TracerProvider? _spans;

    public TelemetryExport(HttpOptions http)
    {
        var metrics = Sdk.CreateMeterProviderBuilder().ConfigureResource(Describe).AddMeter(TelemetryNames.Source, "System.Runtime");
        if (http.IsOn) metrics.AddPrometheusExporter();
        if (HasOtlp) metrics.AddOtlpExporter();
        Metrics = metrics.Build();
        if (HasOtlp) _spans = Sdk.CreateTracerProviderBuilder().ConfigureResource(Describe).AddSource(TelemetryNames.Source).AddOtlpExporter().Build();
    }

    /// <summary>Whether <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set.</summary>
    public static bool HasOtlp => Environment.GetEnvironmentVariable(OtlpEndpoint) is { Length: > 0 };

    /// <summary>All measurements.</summary>
    public MeterProvider Metrics { get; }

    /// <summary>Sends what is left and ends.</summary>
    public void Dispose()
    {
        _spans?.Dispose();
        Metrics.Dispose();
    }

    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES go before our own name.
    static void Describe(ResourceBuilder resource) => resource.Clear().AddService("stocknow", serviceVersion: Banner.Version).AddTelemetrySdk().AddEnvironmentVariableDetector();
}
