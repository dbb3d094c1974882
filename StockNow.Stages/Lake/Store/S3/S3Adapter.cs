using Microsoft.Extensions.DependencyInjection;
using StockNow.Stages.Base;
using StockNow.Stages.Base.Adapters;

namespace StockNow.Stages.Lake.Store.S3;

/// <summary>The lake on S3, as <c>Lake:Store=S3</c> chooses it.</summary>
sealed class S3Adapter : IAdapter<ILakeStore>
{
    public string Name => "S3";

    public string Summary => "S3 or a compatible server, where Lake:S3 says";

    public IReadOnlyList<OptionsSection> Options { get; } = [OptionsSection.Of<S3Options>("Lake:S3")];

    public IEnumerable<string> WritableFolders(string dataFolder) => [StagingFolder.BesideLakeIn(dataFolder)];

    public ILakeStore Create(IServiceProvider services)
    {
        var staging = StagingFolder.BesideLakeIn(services.GetRequiredService<DataFolder>().Path);
        return new S3LakeStore(services.GetRequiredService<S3Options>(), new StagingFolder(staging, services.GetRequiredService<TimeProvider>()));
    }
}
