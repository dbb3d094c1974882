using System.Diagnostics;

namespace StockNow.Tests.Support;

/// <summary>The real program as a line of a shell, where streams can be closed and full.</summary>
static class Shell
{
    static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(3);

    /// <summary>Runs a line; <c>stocknow</c> in it is the program.</summary>
    /// <returns>The exit code, standard output and standard error.</returns>
    public static async Task<(int Code, string Out, string Err)> RunAsync(string line, string? workingFolder = null)
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("Needs a shell.");
        var program = $"stocknow() {{ '{Environment.ProcessPath}' '{Path.Combine(AppContext.BaseDirectory, "StockNow.Host.dll")}' \"$@\"; }}";
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) != "dotnet")
            program = program.Replace($"'{Environment.ProcessPath}'", "dotnet", StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash", ["-c", $"{program}; {line}"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = workingFolder ?? AppContext.BaseDirectory,
        };
        using var process = Process.Start(start)!;
        using var timeLimit = new CancellationTokenSource(TimeLimit);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(timeLimit.Token), process.StandardError.ReadToEndAsync(timeLimit.Token));
        await process.WaitForExitAsync(timeLimit.Token);
        return (process.ExitCode, await output, await error);
    }
}
