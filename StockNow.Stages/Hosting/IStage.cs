using Microsoft.Extensions.DependencyInjection;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Hosting;

/// <summary>
/// A stage as a module: what it is called, what it reads and writes, and what it brings along. Found by scanning; see <see cref="StageCatalog"/>.
/// </summary>
public interface IStage
{
    /// <summary>Name, inputs and outputs.</summary>
    StageDescriptor Descriptor { get; }

    /// <summary>Its own section of the configuration.</summary>
    OptionsSection Options { get; }

    /// <summary>
    /// Registers what its worker needs. The seams, its options, its <see cref="Telemetry.StageMetrics"/> and <see cref="RecordFailures"/>, and a
    /// <see cref="TimeProvider"/> are there already.
    /// </summary>
    void AddServices(IServiceCollection services);

    /// <summary>How many workers share the stage's work in this process; 1 unless the stage lets the user choose.</summary>
    int Workers(IServiceProvider services) => 1;

    /// <summary>Makes a worker; called for each of them, and again for every restart.</summary>
    IStageWorker CreateWorker(IServiceProvider services);
}
