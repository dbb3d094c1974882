using System.Diagnostics;

namespace StockNow.Tests.Support;

/// <summary>The real program as another user of the machine.</summary>
static class OtherUser
{
    const string Nobody = "65534";

    /// <summary>Runs to the end; the test is ignored where the user cannot be changed.</summary>
    /// <returns>The exit code and what the program wrote to its error output.</returns>
    public static async Task<(int ExitCode, string Err)> RunAsync(params string[] arguments)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess || !File.Exists("/usr/bin/setpriv"))
            Assert.Ignore("Only root on Linux can become another user.");
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        using var process = Process.Start(
            new ProcessStartInfo("setpriv",
            [$"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", dotnet, Path.Combine(AppContext.BaseDirectory, "StockNow.Host.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(), Environment = { ["HOME"] = Path.GetTempPath() },
        })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        await output;
        return (process.ExitCode, await errors);
    }
}
