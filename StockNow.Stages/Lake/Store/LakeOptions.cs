using StockNow.Stages.Base;
using StockNow.Stages.Base.Adapters;

namespace StockNow.Stages.Lake.Store;

/// <summary>The lake: where readings rest.</summary>
public sealed class LakeOptions
{
    /// <summary>Which store holds the lake; default Local, a folder in the data folder.</summary>
    public AdapterName<ILakeStore> Store { get; set; } = new("Local");

    /// <summary>Copies of data files on this machine.</summary>
    public CacheOptions Cache { get; set; } = new();
}

/// <summary>Copies of data files on this machine, where the lake is on HDFS or S3 and the engine reads only local files.</summary>
public sealed class CacheOptions
{
    /// <summary>Beyond this size, the copies that were not used for the longest time are removed; default 2 GB.</summary>
    public ByteSize MaxSize { get; set; } = ByteSize.Gigabytes(2);
}
