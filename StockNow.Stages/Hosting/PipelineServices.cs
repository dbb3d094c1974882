using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.Hosting;

/// <summary>Registers the enabled stages as hosted services.</summary>
public static class PipelineServices
{
    /// <summary>
    /// Adds what the plan's stages need. The host starts services in their order and stops them in the reverse one: so the last stage of the flow
    /// comes first, and on a stop the source ends first and each stage drains before the next one.
    /// </summary>
    public static IServiceCollection AddStages(this IServiceCollection services, StageCatalog catalog, RunPlan plan)
    {
        services.TryAddSingleton(catalog.Groups);
        services.AddSingleton(catalog).AddSingleton(plan).AddSingleton<PipelineLifetime>().AddSingleton<LagSource>();
        services.AddSingleton<ILagSource>(provider => provider.GetRequiredService<LagSource>());
        foreach (var name in catalog.Names)
        {
            services.AddKeyedSingleton(name, (provider, _) => new StageMetrics(name, provider.GetRequiredService<TimeProvider>()));
            services.AddKeyedSingleton(name, (_, _) => new StageStatus(name));
            services.AddKeyedSingleton(name, (provider, _) => new RecordFailures(provider.GetRequiredService<PipelineOptions>().Restart.RecordFailures));
        }
        services.AddHostedService<TopicSetUp>();
        foreach (var name in plan.Stages.Reverse())
        {
            var stage = catalog[name];
            stage.AddServices(services);
            services.AddSingleton<IHostedService>(provider => ActivatorUtilities.CreateInstance<StageRunner>(
                provider, stage, provider.GetRequiredKeyedService<StageStatus>(name), provider.GetRequiredKeyedService<StageMetrics>(name),
                provider.GetRequiredKeyedService<RecordFailures>(name)));
        }
        if (plan.UntilDrained) services.AddHostedService<DrainWatch>();
        return services;
    }
}
