using System.Text.RegularExpressions;
using StockNow.Stages.Streaming.Kafka.Clients;
using StockNow.Tests.Support;

namespace StockNow.Tests.Pipelines;

/// <summary>A stage's process under a supervisor, as in production: whenever it ends, it is started again.</summary>
sealed partial class KafkaVictim(string name, string logFolder, params string[] arguments) : IAsyncDisposable
{
    const int TerminatedBySignal = 128 + 15;

    HostProcess _process = HostProcess.Start(arguments);
    Task _resuming = Task.CompletedTask;

    public string Name => name;

    /// <summary>Ends that nobody asked for, with their exit codes and last words; the watchdog's are no fault.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>The calls into the client that did not return, for each of which the watchdog ended it.</summary>
    public List<string> HungCalls { get; } = [];

    /// <summary>Starts it again when it has ended by itself.</summary>
    public async Task SuperviseAsync()
    {
        if (!_process.HasExited) return;
        NoteEnd(await _process.ExitAsync(), "by itself");
        await StartAgainAsync();
    }

    /// <summary>kill -9, and a new start.</summary>
    public async Task KillAsync()
    {
        await _resuming;
        await _process.KillAsync();
        await StartAgainAsync();
    }

    /// <summary>SIGTERM, and a new start once it has ended.</summary>
    public async Task TerminateAsync()
    {
        await _resuming;
        await EndAsync();
        await StartAgainAsync();
    }

    /// <summary>SIGTERM for good.</summary>
    public async Task EndAsync()
    {
        await _resuming;
        if (!_process.HasExited) _process.Signal("TERM");
        if (await _process.ExitAsync() is not 0 and var code && !WasStoppedWhileItStarted(code)) NoteEnd(code, "on SIGTERM");
    }

    // On a busy machine a signal may come before the stages run; then the exit code is that of the signal.
    bool WasStoppedWhileItStarted(int code) =>
        code == TerminatedBySignal && _process.Err.Contains("Stopped before the stages were running", StringComparison.Ordinal);

    /// <summary>SIGSTOP, and SIGCONT after a while; other rounds continue meanwhile.</summary>
    public async Task PauseAsync(TimeSpan pause)
    {
        await _resuming;
        var process = _process;
        process.Signal("STOP");
        _resuming = ResumeAsync();

        async Task ResumeAsync()
        {
            await Task.Delay(pause);
            process.Signal("CONT");
        }
    }

    /// <summary>Waits until it is not paused any more.</summary>
    public Task ResumedAsync() => _resuming;

    public async ValueTask DisposeAsync()
    {
        await _resuming;
        await _process.KillAsync();
        await KeepLogAsync();
        await _process.DisposeAsync();
    }

    void NoteEnd(int code, string how)
    {
        if (code == Watchdog.ExitCode) HungCalls.Add(HungCall().Match(_process.Err).Groups["call"].Value);
        else Faults.Add($"{name} ended {how} with {code}: {_process.Err.TrimEnd().Split('\n')[^1]}");
    }

    async Task StartAgainAsync()
    {
        await KeepLogAsync();
        await _process.DisposeAsync();
        _process = HostProcess.Start(arguments);
    }

    Task KeepLogAsync() => File.AppendAllTextAsync(Path.Combine(logFolder, $"{name}.log"), $"{_process.Err}---- ended with {_process.ExitCode}\n");

    [GeneratedRegex("did not return from '(?<call>[^']+)'")]
    private static partial Regex HungCall();
}
