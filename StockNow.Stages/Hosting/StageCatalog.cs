using Microsoft.Extensions.DependencyInjection;
using StockNow.Stages.Streaming;

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
        services.Scan(scan => scan.FromAssemblyOf<StageCatalog>().AddClasses(classes => classes.AssignableTo<IStage>(), publicOnly: false).As<IStage>()
            .WithSingletonLifetime());
        using var provider = services.BuildServiceProvider();
        return new StageCatalog(InFlowOrder(provider.GetServices<IStage>()));
    }

    /// <summary>The consumer groups of all stages.</summary>
    public ConsumerGroups Groups => new([.. Stages.Where(stage => stage.Descriptor.Group is not null).Select(stage => GroupOf(stage.Descriptor))]);

    /// <summary>The names of all stages, in the order in which data flows.</summary>
    public IReadOnlyList<string> Names => [.. Stages.Select(stage => stage.Descriptor.Name)];

    /// <summary>How the named stages are connected.</summary>
    public StageGraph GraphOf(IEnumerable<string> names) =>
        new([.. names.Select(name => this[name].Descriptor)], [.. Stages.Select(stage => stage.Descriptor)]);

    /// <summary>The stage of a name.</summary>
    public IStage this[string name] => Stages.First(stage => stage.Descriptor.Name == name);

    ConsumerGroup GroupOf(StageDescriptor stage)
    {
        var topic = stage.Reads.Single(Resources.IsTopic);
        var input = Stages.FirstOrDefault(other => other.Descriptor.Writes.Contains(topic))?.Descriptor.Output;
        return new ConsumerGroup(stage.Name, stage.Group!, topic, [.. stage.Writes.Where(Resources.IsTopic)])
        {
            Input = input ?? "record", Output = stage.Output ?? "output", PerRecord = stage.PerRecord,
        };
    }

    // A stage follows the stages that write what it reads; among equals the name decides.
    static List<IStage> InFlowOrder(IEnumerable<IStage> stages)
    {
        var left = stages.OrderBy(stage => stage.Descriptor.Name, StringComparer.Ordinal).ToList();
        var ordered = new List<IStage>();
        while (left.Count > 0)
        {
            var next = left.FirstOrDefault(stage => !left.Any(other => other != stage && other.Descriptor.Writes.Intersect(stage.Descriptor.Reads).Any()))
                ?? left[0];
            ordered.Add(next);
            left.Remove(next);
        }
        return ordered;
    }
}
