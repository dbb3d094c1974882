using System.Diagnostics;

namespace StockNow.Tests.Support;

/// <summary>A small disk over a folder, which a test can fill or enlarge.</summary>
sealed class SmallDisk : IAsyncDisposable
{
    readonly string _folder;

    SmallDisk(string folder) => _folder = folder;

    /// <summary>Puts the disk over a folder; the test is ignored where that is not allowed.</summary>
    public static Task<SmallDisk> OverAsync(string folder, int megabytes) => OfKilobytesAsync(folder, megabytes * 1024);

    /// <summary>The same with a finer measure.</summary>
    public static async Task<SmallDisk> OfKilobytesAsync(string folder, int kilobytes)
    {
        Directory.CreateDirectory(folder);
        if (!OperatingSystem.IsLinux() || await RunAsync("mount", "-t", "tmpfs", "-o", FormattableString.Invariant($"size={kilobytes}k"), "tmpfs", folder) != 0)
            Assert.Ignore("A small disk can only be made by root on Linux.");
        return new SmallDisk(folder);
    }

    string Filler => Path.Combine(_folder, "filler");

    /// <summary>Fills the disk to the last page, so that the next write fails, however small it is.</summary>
    public void Fill()
    {
        using var filler = File.OpenHandle(Filler, FileMode.Create, FileAccess.Write);
        var page = new byte[4096];
        for (long at = 0, free = new DriveInfo(_folder).AvailableFreeSpace; at + page.Length <= free; at += page.Length)
        {
            try { RandomAccess.Write(filler, page, at); }
            catch (IOException) { return; } // another process was quicker
        }
    }

    /// <summary>Gives the room back.</summary>
    public void MakeRoom() => File.Delete(Filler);

    /// <summary>Makes the disk larger while it is in use.</summary>
    public async Task EnlargeAsync(int megabytes) =>
        (await RunAsync("mount", "-o", FormattableString.Invariant($"remount,size={megabytes}m"), _folder)).Should()
        .Be(0, "a disk that could be made can be enlarged");

    public async ValueTask DisposeAsync() => await RunAsync("umount", "--lazy", _folder); // a process that still uses it keeps it until it ends

    static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
