using System.Runtime.InteropServices;
using StockNow.Stages.Hosting;

namespace StockNow.Host.Commands;

/// <summary>The first Ctrl-C or SIGTERM limits the time to drain; a second Ctrl-C ends the process at once, and nothing is lost by that.</summary>
internal sealed class StopSignals : IDisposable
{
    readonly PosixSignalRegistration _interrupt, _terminate;
    int _interrupts;

    public StopSignals(PipelineLifetime lifetime)
    {
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => lifetime.StopAsked());
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ =>
        {
            lifetime.StopAsked();
            if (Interlocked.Increment(ref _interrupts) > 1) Environment.Exit(ExitCodes.Interrupted);
        });
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }
}
