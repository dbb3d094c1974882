using StockNow.Contracts.Topics;
using StockNow.Stages.Base;
using StockNow.Stages.Hosting;
using StockNow.Stages.Streaming;
using StockNow.Stages.Telemetry;

namespace StockNow.Stages.Simulator;

/// <summary>Sends what the source has into the input topic.</summary>
sealed class SimulatorWorker(IEventLog log, IReadingSource source, StageMetrics metrics, TimeProvider time) : IStageWorker
{
    public async Task RunAsync(StageSignals signals)
    {
        await using var writer = await source.OpenWriterAsync(signals.Stop);
        try
        {
            await log.WaitUntilStableAsync([TopicNames.Input], signals.Drain);
            await source.SendAsync(new InputBatch(writer, metrics, time), signals);
        }
        // it waited to be able to begin, and need not begin
        catch (OperationCanceledException) when (signals.Drain.IsCancellationRequested && !signals.Stop.IsCancellationRequested) { }
    }
}
