using Microsoft.Extensions.DependencyInjection;
using StockNow.Stages.Base;
using StockNow.Stages.Base.Adapters;

namespace StockNow.Stages.Lake.Store.Hdfs;

/// <summary>The lake on HDFS, as <c>Lake:Store=Hdfs</c> chooses it.</summary>
sealed class HdfsAdapter : IAdapter<ILakeStore>
{
    public string Name => "Hdfs";

    public string Summary => "HDFS, where Lake:Hdfs says";

    public IReadOnlyList<OptionsSection> Options { get; } = [OptionsSection.Of<HdfsOptions>("Lake:Hdfs")];

    public IEnumerable<string> WritableFolders(string dataFolder) => [StagingFolder.BesideLakeIn(dataFolder)];

    public ILakeStore Create(IServiceProvider services)
    {
        var options = services.GetRequiredService<HdfsOptions>();
        var time = services.GetRequiredService<TimeProvider>();
        var staging = new StagingFolder(StagingFolder.BesideLakeIn(services.GetRequiredService<DataFolder>().Path), time);
        return new HdfsLakeStore(new WebHdfs(options), options, staging, time);
    }
}
