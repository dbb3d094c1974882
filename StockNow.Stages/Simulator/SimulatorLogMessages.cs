using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Simulator;

/// <summary>What the simulator says.</summary>
static partial class SimulatorLogMessages
{
    [LoggerMessage(Level = LogLevel.Information,
        Message = "Making readings of {Stores} store(s), {Places} a round, {Asked}; Simulator:Seed={Seed} and Simulator:StartTime={Start:O} "
        + "make the same ones again")]
    public static partial void GeneratingStarted(this ILogger log, int stores, int places, string asked, int seed, DateTimeOffset start);

    [LoggerMessage(Level = LogLevel.Information, Message = "Made {Readings} readings in {Elapsed}: {Asked} asked, {Achieved:0.###} readings/s achieved")]
    public static partial void RateMeasured(this ILogger log, long readings, TimeSpan elapsed, string asked, double achieved);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "{Readings} readings of {Covered} will take {Takes}, until {End:yyyy-MM-dd HH:mm}Z; Simulator:Speed=max makes them as fast as possible")]
    public static partial void RunTakes(this ILogger log, long readings, string covered, string takes, DateTimeOffset end);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Made the {Readings} readings from {Start:yyyy-MM-dd HH:mm}Z to {End:yyyy-MM-dd HH:mm}Z; the next ones come as time passes")]
    public static partial void HistoryMade(this ILogger log, long readings, DateTimeOffset start, DateTimeOffset end);

    [LoggerMessage(Level = LogLevel.Information, Message = "Replaying {File} from line {Line} at speed {Speed}")]
    public static partial void ReplayStarted(this ILogger log, string file, long line, Speed speed);

    [LoggerMessage(Level = LogLevel.Information, Message = "Replaying: {Percent:0.0} % read, at line {Line} of {File}")]
    public static partial void ReplayAdvanced(this ILogger log, string file, double percent, long line);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "Replayed {File}: {Sent} {Lines} sent, {Refused} refused as too long, {Blank} blank, {Before} sent before")]
    public static partial void ReplayFinished(this ILogger log, string file, long sent, string lines, long refused, long blank, long before);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "All {Lines} lines of {File} were sent before; nothing to do. Simulator:Replay:Restart=true sends them again")]
    public static partial void ReplayAlreadySent(this ILogger log, long lines, string file);

    [LoggerMessage(Level = LogLevel.Information, Message = "Replay of {File} stopped after line {Line}; the next start resumes there")]
    public static partial void ReplayInterrupted(this ILogger log, string file, long line);

    [LoggerMessage(Level = LogLevel.Information, Message = "Line {Line} of {File} is due in {Wait}, by its timestamp; the replay waits for it")]
    public static partial void LongWaitBegun(this ILogger log, long line, string file, TimeSpan wait);

    [LoggerMessage(Level = LogLevel.Information, Message = "{File} is the same file as {KnownAs}: it starts with the content that was sent from there")]
    public static partial void ReplayKnownAs(this ILogger log, string file, string knownAs);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "{File} has the same first line as {Other}, which was replayed before, but is another file: it is sent from its beginning")]
    public static partial void ReplayOfAnother(this ILogger log, string file, string other);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "All of {File} was sent before, as the beginning of {KnownAs}; nothing to do. Simulator:Replay:Restart=true sends it again")]
    public static partial void ReplaySentAsBeginning(this ILogger log, string file, string knownAs);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{File} was replayed by an earlier version, which noted only the number of its lines: the replay continues after line {Line}. If it is "
        + "another file now, send it with Simulator:Replay:Restart=true")]
    public static partial void ReplayOfEarlierVersion(this ILogger log, string file, long line);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} is empty; there is nothing to send")]
    public static partial void ReplayEmpty(this ILogger log, string file);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} holds only blank lines; there is nothing to send")]
    public static partial void ReplayBlank(this ILogger log, string file);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} {Noun} of {Folder} {Are} skipped: {Entries}")]
    public static partial void ReplayPassedOver(this ILogger log, int count, string noun, string folder, string are, string entries);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Fault}")]
    public static partial void ReplayFault(this ILogger log, string fault);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Line {Line} of {File} has no newline at its end and is not a whole reading yet; it is sent when the file is complete")]
    public static partial void LineWaits(this ILogger log, long line, string file);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Malformed} of the {Sent} {Lines} sent of {File} {Are}. The first, line {Line}, {Error}. The alert filter puts them into the dead letters: "
        + "see them with 'dead-letters list'")]
    public static partial void MalformedLines(this ILogger log, long malformed, long sent, string lines, string file, string are, long line, string error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Line {Line} of {File} is longer than {MaxBytes} bytes (MaxReadingBytes) and was not sent")]
    public static partial void LineRefused(this ILogger log, long line, string file, int maxBytes);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{More} more lines were longer than {MaxBytes} bytes (MaxReadingBytes) and were not sent, {Refused} in all")]
    public static partial void MoreLinesRefused(this ILogger log, long more, int maxBytes, long refused);
}
