using Microsoft.Extensions.DependencyInjection;

namespace StockNow.Stages.Hosting;

/// <summary>The stages there are, found by scanning for <see cref="IStage"/>.</summary>
public sealed class StageCatalog
{
    internal StageCatalog(IReadOnlyList<IStage> stages) => Stages = stages;

    /// <summary>All stages, in the order in which data flows.</summary>
    public IReadOnlyList<IStage> Stages { get; }

    /// <summary>Finds the stages of this assembly.</summary>
    public static StageCatalog Find()
    {
        var services = new ServiceCollection();
        services.Scan(scan => scan.FromAssemblyOf<StageCatalog>().AddClasses(classes => classes.AssignableTo<IStage>(), publicOnly: false).As<IStage>().WithSingletonLifetime());
        using var provider = services.BuildServiceProvider();
        return new StageCatalog([.. provider.GetServices<IStage>().OrderBy(stage => StageNames.All.IndexOf(stage.Descriptor.Name))]);
    }

    /// <summary>The stage of a name.</summary>
    public IStage this[string name] => Stages.First(stage => stage.Descriptor.Name == name);
}
