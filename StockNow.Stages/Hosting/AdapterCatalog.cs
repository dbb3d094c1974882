using Microsoft.Extensions.DependencyInjection;
using StockNow.Stages.Base.Adapters;

namespace StockNow.Stages.Hosting;

/// <summary>The adapters that exist, found by scanning for <see cref="IAdapter"/>, in the order of their names.</summary>
public static class AdapterCatalog
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<IAdapter> All { get; } = Find();

    /// <summary>The adapters that only some builds have, and the option of <c>dotnet build</c> that adds each.</summary>
    public static IReadOnlyDictionary<string, string> Optional { get; } =
        new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["MicrosoftSpark"] = "-p:MicrosoftSpark=true" };

    /// <summary>Those of one interface.</summary>
    public static IReadOnlyList<IAdapter> Of(Type seam) => [.. All.Where(typeof(IAdapter<>).MakeGenericType(seam).IsInstanceOfType)];

    /// <summary>The one that a setting chooses.</summary>
    public static IAdapter<TSeam> Chosen<TSeam>(AdapterName<TSeam> name)
        where TSeam : class => All.OfType<IAdapter<TSeam>>().First(adapter => adapter.Name == name.Name);

    static IReadOnlyList<IAdapter> Find()
    {
        var services = new ServiceCollection();
        services.Scan(scan => scan.FromAssembliesOf(typeof(AdapterCatalog)).AddClasses(classes => classes.AssignableTo<IAdapter>(), publicOnly: false)
            .As<IAdapter>().WithSingletonLifetime());
        using var provider = services.BuildServiceProvider();
        return [.. provider.GetServices<IAdapter>().OrderBy(adapter => adapter.Name, StringComparer.Ordinal)];
    }
}
