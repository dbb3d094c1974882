using Microsoft.Extensions.Logging;
using StockNow.Stages.Base;

namespace StockNow.Stages.Lake.Cache;

static partial class CacheLogMessages
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Fetched {Fetched} data files of the lake into {Folder}; {There} were there already")]
    public static partial void FilesFetched(this ILogger log, int fetched, int there, string folder);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The answers need {Needed} of files, more than Lake:Cache:MaxSize ({MaxSize}). The files above the limit are removed "
        + "later and fetched again")]
    public static partial void CacheIsSmall(this ILogger log, ByteSize needed, ByteSize maxSize);
}
