namespace StockNow.Stages.Lake.Store;

/// <summary>The lake: where readings rest.</summary>
public sealed class LakeOptions
{
    /// <summary>Which store holds the lake; default Local, a folder in the data folder.</summary>
    public LakeStoreKind Store { get; set; } = LakeStoreKind.Local;
}

/// <summary>The stores there are.</summary>
public enum LakeStoreKind
{
    /// <summary>A folder of one POSIX file system or NTFS.</summary>
    Local,
}
