using Microsoft.Extensions.DependencyInjection;

namespace StockNow.Stages.Hosting;

/// <summary>A stage as a module: what it is called, what it reads and writes, and what it brings along. Found by scanning; see <see cref="StageCatalog"/>.</summary>
public interface IStage
{
    /// <summary>Name, inputs and outputs.</summary>
    StageDescriptor Descriptor { get; }

    /// <summary>Its own section of the configuration.</summary>
    OptionsSection Options { get; }

    /// <summary>Registers what its worker needs. The seams, its options, its <see cref="Telemetry.StageMetrics"/> and a <see cref="TimeProvider"/> are there already.</summary>
    void AddServices(IServiceCollection services);

    /// <summary>How many workers share the stage's work in this process; 1 unless the stage lets the user choose.</summary>
    int Workers(IServiceProvider services) => 1;

    /// <summary>Makes a worker; called for each of them, and again for every restart.</summary>
    IStageWorker CreateWorker(IServiceProvider services);
}

/// <summary>What a stage is called, what it reads and what it writes.</summary>
/// <param name="Name">The word of <c>--stages</c>, of the metrics' label and of the documentation.</param>
/// <param name="Summary">What it does, such as <c>passes alerts on, byte for byte</c>.</param>
/// <param name="Reads">Topics and resources it reads.</param>
/// <param name="Writes">Topics and resources it writes.</param>
public sealed record StageDescriptor(string Name, string Summary, IReadOnlyList<string> Reads, IReadOnlyList<string> Writes)
{
    /// <summary>The name as a section of the configuration: <c>alert-filter</c> becomes <c>AlertFilter</c>.</summary>
    public string SectionName { get; } = string.Concat(Name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
}

/// <summary>The loop of a stage and nothing else.</summary>
public interface IStageWorker
{
    /// <summary>Works until it has nothing more to do, or until it is told to end. Returning means: done, and all its work is committed.</summary>
    /// <exception cref="UnrecoverableException">Restarting cannot help.</exception>
    Task RunAsync(StageSignals signals);
}

/// <summary>How a stage is told to end.</summary>
/// <param name="Drain">Finish what lies in the input, commit, flush, and return.</param>
/// <param name="Stop">Flush what is in hand and return at once; always after <paramref name="Drain"/>.</param>
public sealed record StageSignals(CancellationToken Drain, CancellationToken Stop);

/// <summary>A fault that no restart heals. Its message says what happened, where, and what to do; the process ends with exit code 1.</summary>
public sealed class UnrecoverableException(string message, Exception? cause = null) : Exception(message, cause);
