using System.Buffers;

namespace StockNow.Stages.Engines.Spark;

/// <summary>Places of files as Spark names them.</summary>
static class SparkPath
{
    static readonly SearchValues<char> OfPatterns = SearchValues.Create("*?[]{}\\");

    /// <summary>
    /// A path or URI of a store as Spark reads it: a local path is made a URI, as Spark's own default may be HDFS, and no character stands for others.
    /// </summary>
    public static string Of(string file)
    {
        var place = file.StartsWith('/') ? $"file://{file}" : file;
        return place.AsSpan().ContainsAny(OfPatterns)
            ? string.Concat(place.Select(letter => OfPatterns.Contains(letter) ? $"\\{letter}" : letter.ToString())) : place;
    }
}
