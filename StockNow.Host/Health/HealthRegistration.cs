using Microsoft.Extensions.DependencyInjection;

namespace StockNow.Host.Health;

/// <summary>Adds health and telemetry where somebody asks for them. Add it before the stages: it starts first, and ends last.</summary>
internal static class HealthRegistration
{
    /// <summary>Adds what <c>Http:Url</c> and the OTLP variables ask for; nothing otherwise.</summary>
    public static IServiceCollection AddHealth(this IServiceCollection services, HttpOptions http)
    {
        if (!http.IsOn && !TelemetryExport.HasOtlp) return services;
        services.AddSingleton<EventLogWatch>().AddSingleton<PipelineHealth>().AddSingleton<PipelineGauges>().AddSingleton<TelemetryExport>();
        services.AddHostedService(provider =>
        {
            provider.GetRequiredService<PipelineGauges>();
            provider.GetRequiredService<TelemetryExport>();
            return provider.GetRequiredService<EventLogWatch>();
        });
        return http.IsOn ? services.AddHostedService<HealthServer>() : services;
    }
}
