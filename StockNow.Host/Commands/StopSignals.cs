using System.Runtime.InteropServices;
using Microsoft.Extensions.Hosting;
using StockNow.Stages.Hosting;

namespace StockNow.Host.Commands;

/// <summary>
/// The first Ctrl-C, SIGTERM, SIGHUP or SIGQUIT limits the time to drain; a second Ctrl-C ends the process at once, and nothing is lost by that.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    readonly List<PosixSignalRegistration> _registrations = [];
    int _interrupts;

    public StopSignals(PipelineLifetime lifetime, IHostApplicationLifetime application)
    {
        On(PosixSignal.SIGTERM, ExitCodes.Terminated);
        On(PosixSignal.SIGHUP, ExitCodes.HungUp);
        On(PosixSignal.SIGINT, ExitCodes.Interrupted);
        On(PosixSignal.SIGQUIT, ExitCodes.Quit);

        void On(PosixSignal signal, int exitCode) => _registrations.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true; // the process ends when its stages have
            ExitCode ??= exitCode;
            lifetime.StopAsked();
            application.StopApplication();
            if (signal == PosixSignal.SIGINT && Interlocked.Increment(ref _interrupts) > 1) Environment.Exit(ExitCodes.Interrupted);
        }));
    }

    /// <summary>The exit code of a start that the signal cut short; null when none came.</summary>
    public int? ExitCode { get; private set; }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());
}
