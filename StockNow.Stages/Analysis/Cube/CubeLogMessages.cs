using Microsoft.Extensions.Logging;

namespace StockNow.Stages.Analysis.Cube;

static partial class CubeLogMessages
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Counted the readings of {Done} of {Files} new files")]
    public static partial void FilesCounted(this ILogger logger, int done, int files);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The kept cells are damaged and all files are counted again. {Fault}")]
    public static partial void CellsDamaged(this ILogger logger, string fault);

    [LoggerMessage(Level = LogLevel.Information, Message = "The cells of the readings cannot be kept, so every run counts all files. {Fault}")]
    public static partial void CellsNotKept(this ILogger logger, string fault);
}
