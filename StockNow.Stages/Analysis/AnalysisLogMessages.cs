using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Analysis;

static partial class AnalysisLogMessages
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Answered all questions over {Files} files with {Rows} rows in {ElapsedMs:F0} ms")]
    public static partial void QuestionsAnswered(this ILogger logger, int files, long rows, double elapsedMs);

    [LoggerMessage(Level = LogLevel.Information, Message = "The lake holds no published files yet")]
    public static partial void LakeFoundEmpty(this ILogger logger);

    [LoggerMessage(Level = LogLevel.Debug, Message = "No new file was published; the answers over {Files} files are still current")]
    public static partial void AnswersStoodUnchanged(this ILogger logger, int files);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "{Missing} of {Files} files of the lake are missing, and their readings are not in the answers: {Names}. Bring them back from a backup of "
        + "the lake, or start the storage stage if it was stopped while it stored them; 'lake verify' lists all that is wrong")]
    public static partial void FilesMissing(this ILogger logger, int missing, int files, string names);
}
