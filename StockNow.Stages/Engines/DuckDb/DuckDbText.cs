namespace StockNow.Stages.Engines.DuckDb;

/// <summary>SQL that is DuckDB's own, and what it says.</summary>
static class DuckDbText
{
    /// <summary>Makes the view <c>readings</c> of the files.</summary>
    public static string ReadingsView(IReadOnlyList<string> files) => $"CREATE OR REPLACE TEMP VIEW readings AS SELECT * FROM {Files(files)}";

    /// <summary>The rows of Parquet files.</summary>
    // The folders' date and hour are in UTC and no columns of ours, hence no Hive partitioning.
    public static string Files(IReadOnlyList<string> files) =>
        $"read_parquet([{string.Join(", ", files.Select(file => Literal(ByTheLetter(file))))}], hive_partitioning = false)";

    /// <summary>A path in which no character stands for others: DuckDB takes every path for a pattern.</summary>
    public static string ByTheLetter(string path) =>
        path.AsSpan().ContainsAny('*', '?', '[') ? string.Concat(path.Select(letter => letter is '*' or '?' or '[' ? $"[{letter}]" : letter.ToString())) : path;

    /// <summary>Text as a literal.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>The part of a message that says what happened, as a sentence, without the lines of advice below it.</summary>
    public static string Sentence(Exception fault) => fault.Message.Split('\n')[0].TrimEnd(' ', '\r', '.', ':') + ".";
}
