using System.Runtime.InteropServices;

namespace StockNow.Stages.Lake.Store;

/// <summary>The two calls that .NET lacks: a name made only where there is none, and a folder forced to the disk.</summary>
static partial class Posix
{
    // The same on Linux and macOS.
    const int AlreadyExists = 17, Interrupted = 4, ReadOnly = 0;

    /// <summary>Gives a file a second name, or on Windows moves it there.</summary>
    /// <returns>False when the name is taken.</returns>
    /// <exception cref="IOException">Anything else; HResult is the error number.</exception>
    public static bool Link(string from, string to)
    {
        if (OperatingSystem.IsWindows()) return MoveOnNtfs(from, to);
        if (link(from, to) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        return error == AlreadyExists ? false : throw Failure("link to", to, error);
    }

    /// <summary>Makes the names in a folder survive a power cut.</summary>
    /// <exception cref="IOException">HResult is the error number.</exception>
    public static void SyncFolder(string folder)
    {
        // NTFS journals names itself.
        if (OperatingSystem.IsWindows()) return;
        // Two fixed arguments are right for the variadic open on every ABI.
        var handle = open(folder, ReadOnly);
        if (handle < 0) throw Failure("open", folder, Marshal.GetLastPInvokeError());
        try
        {
            while (fsync(handle) != 0)
                if (Marshal.GetLastPInvokeError() is var error && error != Interrupted) throw Failure("sync", folder, error);
        }
        finally
        {
            _ = close(handle);
        }
    }

    // Without permission to replace, NTFS moves put-if-absent.
    static bool MoveOnNtfs(string from, string to)
    {
        try
        {
            File.Move(from, to);
            return true;
        }
        catch (IOException) when (File.Exists(to))
        {
            return false;
        }
    }

    static IOException Failure(string call, string path, int error) => new($"cannot {call} {path}: {Marshal.GetPInvokeErrorMessage(error)}", error);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int link(string from, string to);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fsync(int handle);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int close(int handle);
}
