using Microsoft.Extensions.DependencyInjection;
using StockNow.Stages.Base;
using StockNow.Stages.Base.Adapters;

namespace StockNow.Stages.Streaming.Embedded;

/// <summary>The embedded event log, as <c>EventLog:Kind=Embedded</c> chooses it.</summary>
sealed class EmbeddedAdapter : IAdapter<IEventLog>
{
    public string Name => "Embedded";

    public string Summary => "SQLite in the data folder; needs nothing installed";

    public IReadOnlyList<IReadOnlyList<string>> NativeLibraries { get; } = [["e_sqlite3"]];

    public IEnumerable<string> WritableFolders(string dataFolder) => [EmbeddedLogFolder.In(dataFolder).Path];

    public IEventLog Create(IServiceProvider services) =>
        ActivatorUtilities.CreateInstance<EmbeddedEventLog>(services, EmbeddedLogFolder.In(services.GetRequiredService<DataFolder>().Path));
}
