using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Analysis;

static partial class AnalysisLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Answered all questions over {Files} files with {Rows} rows in {ElapsedMs:F0} ms")]
    public static partial void QuestionsAnswered(this ILogger logger, int files, long rows, double elapsedMs);

    [LoggerMessage(Level = LogLevel.Information, Message = "The lake holds no published files yet")]
    public static partial void LakeFoundEmpty(this ILogger logger);

    [LoggerMessage(Level = LogLevel.Debug, Message = "Nothing new was published: the answers over {Files} files stand")]
    public static partial void AnswersStoodUnchanged(this ILogger logger, int files);
}
