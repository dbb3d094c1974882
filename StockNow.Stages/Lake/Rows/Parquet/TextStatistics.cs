using System.Runtime.CompilerServices;
using Parquet;
using Parquet.Meta;

namespace StockNow.Stages.Lake.Rows.Parquet;

/// <summary>The statistics of text columns.</summary>
static class TextStatistics
{
    /// <summary>Removes the minimum and maximum of each text column of a row group.</summary>
    // Parquet.Net orders text by UTF-16, readers by UTF-8. Where they differ a reader would skip rows that it should find, so text has no minimum
    // and maximum at all. The library has no option for this; a test over DuckDB tells when the private field is gone or the need for it is.
    public static void Drop(ParquetRowGroupWriter group)
    {
        foreach (var column in RowGroupOf(group).Columns)
            if (column.MetaData is { Type: global::Parquet.Meta.Type.BYTE_ARRAY } text)
                text.Statistics = new Statistics { NullCount = text.Statistics?.NullCount };
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_owGroup")]
    static extern ref RowGroup RowGroupOf(ParquetRowGroupWriter group);
}
