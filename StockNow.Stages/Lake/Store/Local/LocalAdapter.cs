using Microsoft.Extensions.DependencyInjection;
using StockNow.Stages.Base;
using StockNow.Stages.Base.Adapters;

namespace StockNow.Stages.Lake.Store.Local;

/// <summary>The lake in a local folder, as <c>Lake:Store=Local</c> chooses it.</summary>
sealed class LocalAdapter : IAdapter<ILakeStore>
{
    public string Name => "Local";

    public string Summary => "A folder of one POSIX file system or NTFS";

    public IEnumerable<string> WritableFolders(string dataFolder) => [LocalLakeStore.FolderIn(dataFolder)];

    public ILakeStore Create(IServiceProvider services) =>
        new LocalLakeStore(LocalLakeStore.FolderIn(services.GetRequiredService<DataFolder>().Path), services.GetRequiredService<TimeProvider>());
}
