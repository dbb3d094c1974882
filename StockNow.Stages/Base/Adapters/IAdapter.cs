using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace StockNow.Stages.Base.Adapters;

/// <summary>
/// An implementation of an interface that the configuration chooses by its name: an event log, a lake store or an engine. Adapters are found by scanning, so
/// a folder with one class that implements <see cref="IAdapter{TSeam}"/> is all that a new one needs.
/// </summary>
public interface IAdapter
{
    /// <summary>The value of the setting that chooses it, such as <c>Embedded</c>.</summary>
    string Name { get; }

    /// <summary>What it is, for the reference of the configuration.</summary>
    string Summary { get; }

    /// <summary>Its own sections of the configuration.</summary>
    IReadOnlyList<OptionsSection> Options => [];

    /// <summary>A section whose keys are those of a library, or null.</summary>
    IPassedSection? Passed => null;

    /// <summary>The native libraries that it needs, each under the names that its builds have on different systems.</summary>
    IReadOnlyList<IReadOnlyList<string>> NativeLibraries => [];

    /// <summary>The folders that it writes to.</summary>
    /// <param name="dataFolder">The data folder.</param>
    IEnumerable<string> WritableFolders(string dataFolder) => [];

    /// <summary>Registers what it needs besides its options, when it is chosen.</summary>
    void AddServices(IServiceCollection services, IConfiguration configuration) { }
}

/// <summary>An implementation of <typeparamref name="TSeam"/> that the configuration chooses by its name.</summary>
public interface IAdapter<out TSeam> : IAdapter
    where TSeam : class
{
    /// <summary>Creates the implementation. Nothing is opened, connected or written before the first awaited call.</summary>
    TSeam Create(IServiceProvider services);
}

/// <summary>A section of the configuration that is passed to a library.</summary>
public interface IPassedSection
{
    /// <summary>Its path, such as <c>Kafka</c>.</summary>
    string Path { get; }

    /// <summary>The values in force that nobody has set, by their paths.</summary>
    IEnumerable<KeyValuePair<string, string>> Defaults(IConfiguration configuration);

    /// <summary>The faults of its keys and values; never a secret.</summary>
    IEnumerable<PassedFault> Faults(IConfiguration configuration);
}

/// <summary>A fault of a section that is passed to a library.</summary>
/// <param name="Key">The key as it was written.</param>
/// <param name="Text">What is wrong.</param>
/// <param name="Known">The keys that the library knows, when this is not one of them; null otherwise.</param>
public sealed record PassedFault(string Key, string Text, IEnumerable<string>? Known = null);
