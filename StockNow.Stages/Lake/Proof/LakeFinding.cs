using StockNow.Stages.Lake.Table;

namespace StockNow.Stages.Lake.Proof;

/// <summary>What a verification found to be wrong.</summary>
/// <param name="Kind">The sort of fault; of several that concern one file, the most telling.</param>
/// <param name="Key">The object that it concerns.</param>
/// <param name="Sentence">What is wrong, for a person.</param>
public sealed record LakeFinding(FindingKind Kind, string Key, string Sentence);

/// <summary>The sorts of faults of a lake.</summary>
public enum FindingKind
{
    /// <summary>An object of a chain is gone: intents lie in the folder that it no longer leads to.</summary>
    BrokenChain,

    /// <summary>An intent, a genesis or an amendment cannot be read, or a field of it cannot be right.</summary>
    DamagedIntent,

    /// <summary>A checkpoint is damaged, or not what the intents say.</summary>
    WrongCheckpoint,

    /// <summary>An intent names a file that is not there.</summary>
    MissingFile,

    /// <summary>A file cannot be read.</summary>
    DamagedFile,

    /// <summary>A file says of itself that its rows are from elsewhere.</summary>
    ForeignFile,

    /// <summary>A file holds offsets outside its intent's range.</summary>
    OffsetOutsideRange,

    /// <summary>A range holds an offset more than once.</summary>
    OffsetTwice,

    /// <summary>A file holds more or fewer rows than its intent names.</summary>
    WrongRowCount,

    /// <summary>A file has another length than its intent says.</summary>
    WrongSize,

    /// <summary>A file's bytes are not those that its intent knows the digest of.</summary>
    WrongDigest,

    /// <summary>A file holds other values than were stored.</summary>
    WrongValues,

    /// <summary>Two intents name the same file, so the rows of one of them are not in the lake.</summary>
    FileNamedTwice,

    /// <summary>A file lies in the table that no intent names.</summary>
    UnnamedFile,

    /// <summary>The event log lost offsets before they were stored.</summary>
    RemovedBeforeStored,
}

/// <summary>One partition of a verified lake.</summary>
/// <param name="Id">The partition.</param>
/// <param name="Start">The first offset of its chain.</param>
/// <param name="PublishedTo">The offset up to which every file is there.</param>
/// <param name="Next">The offset after its last.</param>
/// <param name="Intents">Its ranges.</param>
/// <param name="Records">Records in them.</param>
/// <param name="Malformed">Those that are not stored because no reading can be made of them.</param>
/// <param name="Rows">Rows found in files.</param>
/// <param name="Files">Files found.</param>
/// <param name="OpenFiles">Files that the newest range still lacks; its writer is at work, or will finish it when it is started again.</param>
/// <param name="Dropped">Rows that retention has dropped, or whose loss was accepted.</param>
public sealed record ChainSummary(ChainId Id, long Start, long PublishedTo, long Next, long Intents, long Records, long Malformed, long Rows, long Files,
    long OpenFiles, long Dropped = 0);

/// <summary>What a verification came to.</summary>
/// <param name="Chains">The partitions.</param>
/// <param name="Findings">The faults; none means that the lake is whole.</param>
public sealed record LakeReport(IReadOnlyList<ChainSummary> Chains, IReadOnlyList<LakeFinding> Findings)
{
    /// <summary>What was seen that is no fault, such as a file of the desktop's in a folder of the table; a sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What was dropped by decision.</summary>
    public DroppedFiles Dropped { get; init; } = DroppedFiles.None;
}
