using StockNow.Stages.Base;
using StockNow.Stages.Engines;
using StockNow.Stages.Hosting;
using StockNow.Stages.Lake.Store;
using StockNow.Stages.Streaming;

namespace StockNow.Stages.Analysis;

/// <summary>Asks once, or on an interval and once more when the stages before it are done.</summary>
sealed class AnalysisWorker(LakeAnswers answers, IAnswersOutput output, AnalysisOptions options, TimeProvider time, bool asksOnce) : IStageWorker
{
    public async Task RunAsync(StageSignals signals)
    {
        try
        {
            if (!asksOnce) await AnswerUntilAsync(signals.Drain);
            await AnswerFinallyAsync(signals.Stop);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            // Answers are only read: ending in the midst of one leaves nothing to put right.
        }
    }

    async Task AnswerUntilAsync(CancellationToken drain)
    {
        try
        {
            while (true)
            {
                if (await answers.RefreshAsync(drain)) output.ShowInterim(answers.Latest!);
                await Task.Delay(options.Interval, time, drain);
            }
        }
        catch (OperationCanceledException) when (drain.IsCancellationRequested)
        {
            // A question under way is given up, for the final answers follow at once.
        }
    }

    async Task AnswerFinallyAsync(CancellationToken stop)
    {
        try
        {
            await answers.RefreshAsync(stop);
        }
        catch (Exception fault) when (fault is EngineException or LakeException or EventLogException)
        {
            // Somebody waits for these answers and for the end of the run: they get the reason at once instead of endless restarts.
            throw new UnrecoverableException($"The questions could not be answered. {fault.Message}", fault);
        }

        output.ShowFinal(answers.Latest!);
        if (answers.Lacks is { } lacks && !options.AllowMissing)
            throw new UnrecoverableException($"{lacks} Bring them back from a backup of the lake, start the storage stage if it was stopped while it stored "
                + "them, or set Analysis:AllowMissing=true (--allow-missing) to do without them.");
    }
}
