using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Simulator;

/// <summary>What the simulator says.</summary>
static partial class SimulatorLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Making readings of {Stores} store(s), {Places} a round, {Asked:0.###} readings/s; Simulator:Seed={Seed} and Simulator:StartTime={Start:O} make the same ones again")]
    public static partial void GeneratingStarted(this ILogger log, int stores, int places, double asked, int seed, DateTimeOffset start);

    [LoggerMessage(Level = LogLevel.Information, Message = "Made {Readings} readings in {Elapsed}: {Asked:0.###} readings/s asked, {Achieved:0.###} achieved")]
    public static partial void RateMeasured(this ILogger log, long readings, TimeSpan elapsed, double asked, double achieved);

    [LoggerMessage(Level = LogLevel.Information, Message = "Replaying {File} from line {Line} at speed {Speed}")]
    public static partial void ReplayStarted(this ILogger log, string file, long line, Replaying.ReplaySpeed speed);

    [LoggerMessage(Level = LogLevel.Information, Message = "Replaying: {Percent:0.0} % read, at line {Line} of {File}")]
    public static partial void ReplayAdvanced(this ILogger log, string file, double percent, long line);

    [LoggerMessage(Level = LogLevel.Information, Message = "Replayed {File}: {Sent} lines sent, {Refused} refused as too long, {Before} sent before")]
    public static partial void ReplayFinished(this ILogger log, string file, long sent, long refused, long before);

    [LoggerMessage(Level = LogLevel.Information, Message = "All {Lines} lines of {File} were sent before; nothing to do. Simulator:Replay:Restart=true sends them again")]
    public static partial void ReplayAlreadySent(this ILogger log, long lines, string file);

    [LoggerMessage(Level = LogLevel.Information, Message = "Replay of {File} stopped behind line {Line}; the next start goes on from there")]
    public static partial void ReplayInterrupted(this ILogger log, string file, long line);

    [LoggerMessage(Level = LogLevel.Information, Message = "Line {Line} of {File} is due in {Wait}, by its timestamp; the replay waits for it")]
    public static partial void LongWaitBegun(this ILogger log, long line, string file, TimeSpan wait);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Line {Line} of {File} is longer than {MaxBytes} bytes (MaxReadingBytes) and was not sent")]
    public static partial void LineRefused(this ILogger log, long line, string file, int maxBytes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{More} more lines were longer than {MaxBytes} bytes (MaxReadingBytes) and were not sent, {Refused} in all")]
    public static partial void MoreLinesRefused(this ILogger log, long more, int maxBytes, long refused);
}
