using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Hosting;

static partial class StageRunnerLogMessages
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Could not check the topics; retrying: {Fault}")]
    public static partial void TopicsNotMadeYet(ILogger logger, string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Advice}")]
    public static partial void Advice(ILogger logger, string advice);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Stage {Stage} is done")]
    public static partial void StageDone(ILogger logger, string stage);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Stage {Stage} failed and restarts from its last commit in {Seconds:0.0} s: {Fault}")]
    public static partial void StageRestarts(ILogger logger, string stage, double seconds, string fault);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "Stage {Stage} failed {Times} times on the record {Record} and continues without it: {Fault}. A stage that writes a topic puts "
        + "the record into the dead letters with the reason unprocessable; storage counts it as malformed")]
    public static partial void RecordGivenUp(ILogger logger, string stage, int times, string record, string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stage {Stage} stands by: {Fault}")]
    public static partial void StageStandsBy(ILogger logger, string stage, string fault);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Stage {Stage} could not finish what was under way before it was stopped; it resumes from its last commit at the next start: {Fault}")]
    public static partial void FaultWhileStopping(ILogger logger, string stage, string fault);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Stage {Stage} failed")]
    public static partial void StageFault(ILogger logger, string stage, Exception? fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "Stage {Stage} cannot continue: {Fault}")]
    public static partial void StageFailed(ILogger logger, string stage, string fault);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Stage {Stage} stopped before it had finished its input (ShutdownTimeout). It resumes from its last commit at the next start")]
    public static partial void DrainCutShort(ILogger logger, string stage);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "Stage {Stage} did not stop within {Seconds:0.#} s; it is abandoned and resumes from its last commit at the next start")]
    public static partial void StageLeftRunning(ILogger logger, string stage, double seconds);
}
