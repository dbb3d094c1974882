using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Hosting;

static partial class StageRunnerLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The topics could not be looked at yet; trying again for some seconds: {Fault}")]
    public static partial void TopicsNotMadeYet(ILogger logger, string fault);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Stage {Stage} is done")]
    public static partial void StageDone(ILogger logger, string stage);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stage {Stage} failed and starts again in {Seconds:0.0} s; nothing is lost: {Fault}")]
    public static partial void StageRestarts(ILogger logger, string stage, double seconds, string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stage {Stage} could not finish what was under way before it was stopped; it goes on from its last commit after the next start: {Fault}")]
    public static partial void FaultWhileStopping(ILogger logger, string stage, string fault);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Stage {Stage} failed")]
    public static partial void StageFault(ILogger logger, string stage, Exception? fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "Stage {Stage} cannot go on: {Fault}")]
    public static partial void StageFailed(ILogger logger, string stage, string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stage {Stage} did not drain within ShutdownTimeout; it goes on where it was after the next start")]
    public static partial void DrainCutShort(ILogger logger, string stage);

    [LoggerMessage(Level = LogLevel.Error, Message = "Stage {Stage} did not stop within {Seconds:0.#} s; it is left behind and goes on from its last commit after the next start")]
    public static partial void StageLeftRunning(ILogger logger, string stage, double seconds);
}
