using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace StockNow.Tests.Support;

/// <summary>The real program in a process of its own.</summary>
sealed class HostProcess : IAsyncDisposable
{
    static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(3);

    readonly Process _process;
    readonly StringBuilder _out = new(), _err = new();
    readonly Task _reading;

    HostProcess(Process process)
    {
        _process = process;
        _reading = Task.WhenAll(CopyAsync(process.StandardOutput, _out), CopyAsync(process.StandardError, _err));
    }

    public string Out => Text(_out);

    public string Err => Text(_err);

    public bool HasExited => _process.HasExited;

    /// <summary>The most memory the process has had in RAM so far, in bytes; 0 where the system does not say.</summary>
    public long PeakMemory
    {
        get
        {
            try
            {
                var line = File.ReadLines($"/proc/{_process.Id}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
                return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
            }
            catch (IOException) { return 0; }
        }
    }

    /// <summary>The processor time the process has used so far; only where the system says.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static HostProcess Start(params IEnumerable<string> arguments) => StartIn(null, arguments);

    /// <summary>Starts it in a working directory of its own.</summary>
    public static HostProcess StartIn(string? folder, params IEnumerable<string> arguments)
    {
        var dotnet = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        // A shell starts what runs in its background deaf to Ctrl-C, and children inherit that.
        var start = new ProcessStartInfo(OperatingSystem.IsLinux() ? "env" : dotnet)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = folder ?? "",
        };
        if (OperatingSystem.IsLinux()) foreach (var word in new[] { "--default-signal=INT,HUP", dotnet }) start.ArgumentList.Add(word);
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "StockNow.Host.dll"));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        return new HostProcess(Process.Start(start)!);
    }

    /// <summary>Runs to the end.</summary>
    public static async Task<HostProcess> RunAsync(params IEnumerable<string> arguments)
    {
        var process = Start(arguments);
        try { await process.ExitAsync(); }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
        return process;
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> ExitAsync()
    {
        using var timeLimit = new CancellationTokenSource(TimeLimit);
        try { await _process.WaitForExitAsync(timeLimit.Token); }
        catch (OperationCanceledException) { throw NotInTime(); }
        await _reading;
        return _process.ExitCode;
    }

    public int ExitCode => _process.ExitCode;

    /// <summary>Waits until the program has written something.</summary>
    /// <param name="isThere">Whether it is so.</param>
    /// <param name="within">How long to wait.</param>
    /// <param name="mayEnd">Whether the program may end meanwhile.</param>
    public async Task UntilAsync(Func<HostProcess, bool> isThere, bool mayEnd = false)
    {
        var since = Stopwatch.StartNew();
        while (!isThere(this))
        {
            if ((_process.HasExited && !mayEnd) || since.Elapsed > TimeLimit) throw NotInTime();
            await Task.Delay(20);
        }
    }

    TimeoutException NotInTime() => new($"Not within {TimeLimit}. Standard error:\n{Err}\nStandard output:\n{Out}");

    /// <summary>kill -9.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await ExitAsync();
    }

    /// <summary>Sends a signal such as <c>INT</c> or <c>TERM</c>.</summary>
    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    static async Task CopyAsync(StreamReader from, StringBuilder to)
    {
        var buffer = new char[4096];
        for (int read; (read = await from.ReadAsync(buffer)) > 0;)
            lock (to) to.Append(buffer, 0, read);
    }

    static string Text(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
