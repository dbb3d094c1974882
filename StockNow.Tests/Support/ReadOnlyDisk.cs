using System.Diagnostics;

namespace StockNow.Tests.Support;

/// <summary>A folder made read-only as a file system, which not even root can write.</summary>
sealed class ReadOnlyDisk : IAsyncDisposable
{
    readonly string _folder;

    ReadOnlyDisk(string folder) => _folder = folder;

    /// <summary>Makes the folder read-only; the test is ignored where that is not allowed.</summary>
    public static async Task<ReadOnlyDisk> OverAsync(string folder)
    {
        if (!OperatingSystem.IsLinux() || await RunAsync("mount", "--bind", folder, folder) != 0)
            Assert.Ignore("A read-only disk can only be made by root on Linux.");
        var disk = new ReadOnlyDisk(folder);
        if (await RunAsync("mount", "-o", "remount,ro,bind", folder) == 0) return disk;
        await disk.DisposeAsync();
        Assert.Ignore("A read-only disk cannot be made here.");
        return disk;
    }

    public async ValueTask DisposeAsync() => await RunAsync("umount", "--lazy", _folder);

    static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
