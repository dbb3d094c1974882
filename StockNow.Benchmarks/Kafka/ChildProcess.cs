using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using StockNow.Benchmarks.Measuring;

namespace StockNow.Benchmarks.Kafka;

/// <summary>A program in a process of its own, with the processor time that it took from its start to its end.</summary>
sealed partial class ChildProcess : IAsyncDisposable
{
    const int Terminate = 15;
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    readonly Process _process;
    readonly TimeSpan _before;
    readonly StringBuilder _errors = new();
    readonly TaskCompletionSource _said = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly Task<string> _output;

    ChildProcess(string program, IEnumerable<string> arguments)
    {
        _before = TimeOfEndedChildren();
        _process = new Process { StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true } };
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        try { _process.Start(); }
        catch (Win32Exception fault) { throw new BenchmarkException($"{program} cannot be started: {fault.Message}."); }
        _process.BeginErrorReadLine();
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Processor time so far.</summary>
    public TimeSpan Processor
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts StockNow as a user does.</summary>
    public static ChildProcess StartHost(IEnumerable<string> arguments) =>
        new(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet"
        ? path : "dotnet", [Path.Combine(AppContext.BaseDirectory, "StockNow.Host.dll"), .. arguments]);

    public static ChildProcess Start(string program, IEnumerable<string> arguments) => new(program, arguments);

    /// <summary>Waits for the first line on standard error: the program is up and begins to work.</summary>
    public Task FirstWordAsync() => _said.Task.WaitAsync(Timeout);

    /// <exception cref="BenchmarkException">It has ended already.</exception>
    public void ThrowIfEnded()
    {
        if (_process.HasExited) throw new BenchmarkException($"A process ended with {_process.ExitCode} before its work was done: {Errors()}");
    }

    /// <exception cref="BenchmarkException">It has failed.</exception>
    public void ThrowIfFailed()
    {
        if (_process.HasExited && _process.ExitCode != 0) ThrowIfEnded();
    }

    /// <summary>Looks at the peak of its memory, which nobody can see after its end.</summary>
    public void NotePeakMemory()
    {
        if (!_process.HasExited && Machine.ValueOf($"/proc/{_process.Id}/status", "VmHWM") is { } kilobytes)
            PeakBytes = long.Parse(kilobytes.Split(' ')[0], CultureInfo.InvariantCulture) * 1024;
    }

    /// <summary>The most physical memory that it has had when <see cref="NotePeakMemory"/> looked last; null where nobody could look.</summary>
    public long? PeakBytes { get; private set; }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>Its processor time from start to end.</returns>
    public async Task<TimeSpan> EndAsync()
    {
        await ExitAsync();
        return TimeOfEndedChildren() - _before;
    }

    /// <summary>Asks it to end, as a container does, and waits.</summary>
    /// <returns>Its processor time from start to end.</returns>
    public async Task<TimeSpan> StopAsync()
    {
        ThrowIfEnded();
        if (Kill(_process.Id, Terminate) != 0)
            throw new BenchmarkException($"Process {_process.Id} cannot be asked to end: error {Marshal.GetLastPInvokeError()}.");
        return await EndAsync();
    }

    /// <summary>Waits until it ends by itself.</summary>
    /// <returns>What it wrote to standard output.</returns>
    public async Task<string> OutputAsync()
    {
        var output = await _output;
        await ExitAsync();
        return output;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    async Task ExitAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Timeout);
        if (_process.ExitCode is not (0 or 128 + Terminate)) throw new BenchmarkException($"A process ended with {_process.ExitCode}: {Errors()}");
    }

    void Hear(string? line)
    {
        if (line is null) return;
        lock (_errors) _errors.AppendLine(line);
        _said.TrySetResult();
    }

    string Errors()
    {
        lock (_errors) return _errors.ToString();
    }

    // Exact to the kernel's tick, and right even after the end. Children are run one after the other where it matters.
    static TimeSpan TimeOfEndedChildren()
    {
        const int UserOfChildren = 13, TicksPerSecond = 100; // counted from the name's end; USER_HZ is 100 on every Linux
        var stat = File.ReadAllText("/proc/self/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return TimeSpan.FromSeconds((Field(0) + Field(1)) / (double)TicksPerSecond);

        long Field(int index) => long.Parse(fields[UserOfChildren + index], CultureInfo.InvariantCulture);
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
