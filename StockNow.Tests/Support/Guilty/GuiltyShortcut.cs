using StockNow.Stages.Engines.DuckDb;
using StockNow.Stages.Lake.Rows.Parquet;
using StockNow.Stages.Lake.Store.Local;
using StockNow.Stages.Streaming.Embedded;

namespace StockNow.Tests.Support.Guilty;

/// <summary>Goes past the seams to every adapter, inside lambdas.</summary>
static class GuiltyShortcut
{
    public static IReadOnlyList<Func<object?, bool>> Shortcuts { get; } =
        [log => log is EmbeddedEventLog, store => store is LocalLakeStore, format => format is ParquetReadingFormat, engine => engine is DuckDbEngine];
}
