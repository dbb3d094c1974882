using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Analysis;

static partial class AnalysisLogMessages
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Answered all questions in {ElapsedMs:F0} ms; files {Files}, rows {Rows}")]
    public static partial void QuestionsAnswered(this ILogger logger, double elapsedMs, int files, long rows);

    [LoggerMessage(Level = LogLevel.Information, Message = "There are no readings to answer from yet")]
    public static partial void NoReadings(this ILogger logger);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Nothing is new; the answers over {Files} files are still current")]
    public static partial void AnswersStoodUnchanged(this ILogger logger, int files);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Missing} of {Files} files of the lake are missing, and their readings are not in the answers: {Names}. Restore them from a backup of "
        + "the lake. If storage was stopped while it stored them, start it: it completes them. 'lake verify' lists all that is wrong")]
    public static partial void FilesMissing(this ILogger logger, int missing, int files, string names);
}
