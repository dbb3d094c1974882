using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StockNow.Host.Dashboard;
using StockNow.Stages.Engines;
using StockNow.Stages.Engines.DuckDb;
using StockNow.Stages.Lake.Proof;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Lake.Rows.Parquet;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Store.Local;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Stages.Streaming.Kafka;
using StockNow.Stages.Streaming.Measured;

namespace StockNow.Host.Commands;

/// <summary>The one place that knows every adapter: it joins the seams to what the configuration chose.</summary>
internal static class Composition
{
    /// <summary>A host without the usual sources and loggers: ours are read and checked before it is made.</summary>
    public static HostApplicationBuilder NewHost(Setup setup)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddConfiguration(setup.Configuration);
        builder.Logging.AddConfiguration(setup.Configuration.GetSection("Logging"));
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // what ends a start is told by the command, once
        builder.Services.AddSeams(setup);
        return builder;
    }

    /// <summary>The seams alone, for commands that run no stage.</summary>
    public static ServiceProvider NewServices(Setup setup) => new ServiceCollection()
        .AddLogging(logging => logging.AddConfiguration(setup.Configuration.GetSection("Logging")))
        .AddLineLog()
        .AddSeams(setup)
        .BuildServiceProvider();

    static IServiceCollection AddSeams(this IServiceCollection services, Setup setup)
    {
        services.AddSingleton(TimeProvider.System);
        foreach (var options in setup.Options.ByPath.Values)
            services.AddSingleton(options.GetType(), options);

        services.AddSingleton(setup.Catalog.Groups);
        services.AddSingleton(setup.Pipeline.ReadingLimits);
        services.AddSingleton(EmbeddedLogFolder.In(setup.Pipeline.DataFolder));
        services.AddSingleton<EmbeddedEventLog>();
        services.AddSingleton(setup.Kafka);
        services.AddSingleton<KafkaEventLog>();
        services.AddSingleton<IEventLog>(provider => provider.GetRequiredService<EventLogOptions>().Kind switch
        {
            EventLogKind.Embedded => new MeasuredEventLog(provider.GetRequiredService<EmbeddedEventLog>(), "embedded", provider.GetRequiredService<TimeProvider>()),
            EventLogKind.Kafka => new MeasuredEventLog(provider.GetRequiredService<KafkaEventLog>(), "kafka", provider.GetRequiredService<TimeProvider>()),
            var kind => throw new InvalidOperationException($"EventLog:Kind {kind} has no adapter."),
        });
        services.AddSingleton<IEventLogInspector>(provider => provider.GetRequiredService<IEventLog>());

        services.AddSingleton<ILakeStore>(provider => provider.GetRequiredService<LakeOptions>().Store switch
        {
            LakeStoreKind.Local => new LocalLakeStore(LocalLakeStore.FolderIn(setup.Pipeline.DataFolder), provider.GetRequiredService<TimeProvider>()),
            var kind => throw new InvalidOperationException($"Lake:Store {kind} has no adapter."),
        });
        services.Decorate<ILakeStore, MeasuredLakeStore>();
        services.Decorate<ILakeStore, RetryingLakeStore>();
        services.AddSingleton<IReadingFormat, ParquetReadingFormat>();
        services.AddSingleton<LakeTable>();
        services.AddSingleton(provider => provider.GetRequiredService<LakeTable>().Files);
        services.AddSingleton<LakeVerification>();

        services.AddSingleton<DuckDbEngine>();
        services.AddSingleton<IAnalysisEngine>(provider => setup.Analysis.Engine switch
        {
            EngineKind.DuckDB => provider.GetRequiredService<DuckDbEngine>(),
            var kind => throw new InvalidOperationException($"Analysis:Engine {kind} has no adapter."),
        });
        return services;
    }
}
