namespace StockNow.Stages.Engines.DuckDb;

/// <summary>SQL that is DuckDB's own, and what it says.</summary>
static class DuckDbText
{
    /// <summary>Makes the view <c>readings</c> of the files.</summary>
    // The folders' date and hour are in UTC and no columns of ours, hence no Hive partitioning.
    public static string ReadingsView(IReadOnlyList<string> files) =>
        $"CREATE OR REPLACE TEMP VIEW readings AS SELECT * FROM read_parquet([{string.Join(", ", files.Select(Literal))}], hive_partitioning = false)";

    /// <summary>Text as a literal.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>The part of a message that says what happened, as a sentence, without the lines of advice below it.</summary>
    public static string Sentence(Exception fault) => fault.Message.Split('\n')[0].TrimEnd(' ', '\r', '.', ':') + ".";
}
