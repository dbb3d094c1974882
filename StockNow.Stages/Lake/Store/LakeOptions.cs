using StockNow.Stages.Base.Adapters;

namespace StockNow.Stages.Lake.Store;

/// <summary>The lake: where readings rest.</summary>
public sealed class LakeOptions
{
    /// <summary>Which store holds the lake; default Local, a folder in the data folder.</summary>
    public AdapterName<ILakeStore> Store { get; set; } = new("Local");
}
