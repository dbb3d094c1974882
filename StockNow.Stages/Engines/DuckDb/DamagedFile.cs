using DuckDB.NET.Data;

namespace StockNow.Stages.Engines.DuckDb;

/// <summary>Which of many files a failure is about.</summary>
static class DamagedFile
{
    /// <summary>The first file that a message names, or null.</summary>
    public static string? NamedIn(Exception fault, IReadOnlyList<string> files) =>
        files.Select(file => (File: file, At: fault.Message.IndexOf(file, StringComparison.Ordinal))).Where(named => named.At >= 0)
            .OrderBy(named => named.At).Select(named => named.File).FirstOrDefault();

    /// <summary>Reads the files one by one, as DuckDB names none when a page is damaged: the first that fails, or null.</summary>
    public static async Task<string?> FindAsync(DuckDbSession session, IReadOnlyList<string> files, CancellationToken stop)
    {
        foreach (var file in files)
        {
            try
            {
                await session.ExecuteAsync(DuckDbText.ReadingsView([file]), stop);
                // A hash needs every value, where a minimum or a count would be content with the footer.
                await session.ExecuteAsync("SELECT sum(hash(timestamp, store, product_id, quantity, threshold, alert) % 2) FROM readings", stop);
            }
            catch (DuckDBException)
            {
                return file;
            }
        }

        return null;
    }
}
