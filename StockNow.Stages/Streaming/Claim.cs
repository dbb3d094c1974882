using System.Globalization;

namespace StockNow.Stages.Streaming;

/// <summary>
/// Something that only one may do at a time, over all processes: a file lock that the kernel frees the moment its holder is gone, so there is no lease to
/// expire.
/// </summary>
sealed class Claim : IDisposable
{
    // What .NET gives as HResult when another holds the lock: EAGAIN of Linux, EWOULDBLOCK of macOS, the sharing violation of Windows.
    const int HeldOnLinux = 11, HeldOnMac = 35, HeldOnWindows = unchecked((int)0x80070020);
    const int NoSpaceOnUnix = 28, DiskFullOnWindows = unchecked((int)0x80070070);

    readonly FileStream _lock;

    Claim(FileStream held) => _lock = held;

    /// <summary>Takes the claim, or answers null when another process or another part of this one has it.</summary>
    /// <exception cref="EventLogException">The lock cannot be had at all.</exception>
    public static Claim? TryTake(string folder, string name)
    {
        var path = PathOf(folder, name);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var claim = new Claim(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1));
            NoteOwner(path);
            return claim;
        }
        catch (IOException fault) when (fault.HResult is HeldOnLinux or HeldOnMac or HeldOnWindows) { return null; }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new EventLogException($"The lock {path} cannot be taken: {Reason(path, fault)}. Work resumes by itself once it can.", fault);
        }
    }

    /// <summary>Takes the claim as soon as it is free.</summary>
    public static async Task<Claim> TakeAsync(string folder, string name, CancellationToken stop)
    {
        while (true)
        {
            if (TryTake(folder, name) is { } claim) return claim;
            await Task.Delay(TimeSpan.FromMilliseconds(5), stop); // another process frees it, whatever clock this one was given
        }
    }

    /// <summary>Who has the claim, for a message.</summary>
    public static string OwnerOf(string folder, string name)
    {
        try { return File.ReadAllText(OwnerFile(PathOf(folder, name))) is { Length: > 0 } id ? $"process {id}" : "another process"; }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException) { return "another process"; }
    }

    public void Dispose() => _lock.Dispose();

    // In a file of its own: nobody else can read the locked one. Only a message needs it, so a full disk or a foreign file is no reason to fail.
    static void NoteOwner(string path)
    {
        var file = OwnerFile(path);
        try { File.WriteAllText(file, Environment.ProcessId.ToString(CultureInfo.InvariantCulture)); }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException) { Forget(file); }
    }

    // No owner is better than the one before.
    static void Forget(string file)
    {
        try { File.Delete(file); }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException) { }
    }

    static string Reason(string path, Exception fault) => fault switch
    {
        _ when Directory.Exists(path) => "a folder is in its place; remove it",
        _ when File.Exists(Path.GetDirectoryName(path)) => $"{Path.GetDirectoryName(path)} is a file; remove it",
        UnauthorizedAccessException => $"this user may not write it; give it the right to write {Path.GetDirectoryName(path)} and the files in it",
        _ when fault.HResult is NoSpaceOnUnix or DiskFullOnWindows => "its disk is full",
        _ => fault.Message.TrimEnd('.'),
    };

    static string PathOf(string folder, string name) => Path.Combine(folder, "claims", name);

    static string OwnerFile(string path) => path + ".owner";
}
