using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StockNow.Host.Dashboard;
using StockNow.Stages.Base;
using StockNow.Stages.Engines;
using StockNow.Stages.Lake.Cache;
using StockNow.Stages.Lake.Proof;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Lake.Rows.Parquet;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Lake.Table;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Measured;

namespace StockNow.Host.Commands;

/// <summary>Registers the event log, the lake store and the engine that the configuration chose.</summary>
internal static class Composition
{
    /// <summary>A host without the usual sources and loggers: ours are read and checked before it is made.</summary>
    public static HostApplicationBuilder NewHost(Setup setup)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddConfiguration(setup.Configuration);
        builder.Logging.AddConfiguration(setup.Configuration.GetSection("Logging"));
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None); // the command reports once why a start failed
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
        services.AddSingleton(new DataFolder(setup.Pipeline.DataFolder));
        foreach (var adapter in setup.Adapters()) adapter.AddServices(services, setup.Configuration);

        services.AddSingleton<IEventLog>(provider => new MeasuredEventLog(
            setup.EventLogAdapter.Create(provider), setup.EventLogAdapter.Name.ToLowerInvariant(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IEventLogInspector>(provider => provider.GetRequiredService<IEventLog>());

        services.AddSingleton(setup.LakeAdapter.Create);
        services.Decorate<ILakeStore, MeasuredLakeStore>();
        services.Decorate<ILakeStore, RetryingLakeStore>();
        services.AddSingleton<IReadingFormat, ParquetReadingFormat>();
        services.AddSingleton<LakeTable>();
        services.AddSingleton(provider => provider.GetRequiredService<LakeTable>().Files);
        services.Scan(scan => scan.FromAssembliesOf(typeof(IValueReader)).AddClasses(classes => classes.AssignableTo<IValueReader>(), publicOnly: false)
            .As<IValueReader>().WithSingletonLifetime());
        services.AddSingleton<LakeVerification>();
        services.AddSingleton<LakeCache>();
        services.AddSingleton<TableRetention>();
        services.AddSingleton<TableRepair>();

        services.AddSingleton(setup.EngineAdapter.Create);
        services.Scan(scan => scan.FromAssembliesOf(typeof(IQuestionReader)).AddClasses(
                classes => classes.AssignableToAny(typeof(IQuestionReader), typeof(ISqlReader), typeof(ISqlView)), publicOnly: false)
            .AsImplementedInterfaces(one => one == typeof(IQuestionReader) || one == typeof(ISqlReader) || one == typeof(ISqlView)).WithSingletonLifetime());
        return services;
    }
}
