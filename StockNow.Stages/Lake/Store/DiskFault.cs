namespace StockNow.Stages.Lake.Store;

/// <summary>Says of a fault of the local disk what a person can do about it.</summary>
static class DiskFault
{
    const int NoSpaceLeft = 28, ReadOnlyFileSystem = 30, QuotaUsedUp = 122, DiskFull = unchecked((int)0x80070070);

    /// <param name="fault">The fault.</param>
    /// <param name="isRead">Whether reading failed, and not writing.</param>
    /// <returns>A clause without a full stop.</returns>
    public static string Advice(Exception fault, bool isRead = false) => fault switch
    {
        UnauthorizedAccessException when isRead => "permission denied; give this user the right to read it",
        UnauthorizedAccessException => "permission denied; let this user write there or choose another folder in DataFolder",
        { HResult: NoSpaceLeft or QuotaUsedUp or DiskFull } => "the disk is full; free some space, nothing is lost meanwhile",
        { HResult: ReadOnlyFileSystem } => "the file system is read-only; mount it writable or choose another folder in DataFolder",
        _ => fault.Message.TrimEnd('.'),
    };
}
