using System.Globalization;

namespace StockNow.Stages.Streaming;

/// <summary>Something only one may do at a time, over all processes: a file lock that the kernel frees the moment its holder is gone, so there is no lease to expire.</summary>
sealed class Claim : IDisposable
{
    readonly FileStream _lock;

    Claim(FileStream held) => _lock = held;

    /// <summary>Takes the claim, or answers null when another process or another part of this one has it.</summary>
    public static Claim? TryTake(string folder, string name)
    {
        var path = PathOf(folder, name);
        FileStream held;
        try { held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1); }
        catch (IOException) when (File.Exists(path)) { return null; }
        File.WriteAllText(OwnerFile(path), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        return new Claim(held);
    }

    /// <summary>Takes the claim as soon as it is free.</summary>
    public static async Task<Claim> TakeAsync(string folder, string name, TimeProvider clock, CancellationToken stop)
    {
        while (true)
        {
            if (TryTake(folder, name) is { } claim) return claim;
            await Task.Delay(TimeSpan.FromMilliseconds(5), clock, stop).ConfigureAwait(false);
        }
    }

    /// <summary>Who has the claim, for a message.</summary>
    public static string OwnerOf(string folder, string name)
    {
        try { return $"process {File.ReadAllText(OwnerFile(PathOf(folder, name)))}"; }
        catch (IOException) { return "another process"; }
    }

    public void Dispose() => _lock.Dispose();

    static string PathOf(string folder, string name) => Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "claims")).FullName, name);

    static string OwnerFile(string path) => path + ".owner";
}
