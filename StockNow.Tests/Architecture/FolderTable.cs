using StockNow.Tests.Support;

namespace StockNow.Tests.Architecture;

/// <summary>The table of folders in docs/ARCHITECTURE.md: what each folder of the product may use.</summary>
sealed class FolderTable
{
    /// <param name="markdown">A page with a table whose first cell is a folder and whose last cell lists the folders that it uses.</param>
    public FolderTable(string markdown)
    {
        string[][] rows = [.. markdown.Split('\n').Where(line => line.StartsWith("| StockNow.", StringComparison.Ordinal)).Select(CellsOf)];
        string[] folders = [.. rows.Select(cells => NamespaceOf(cells[0]))];
        Folders = [.. rows.Select(cells => new Folder(NamespaceOf(cells[0]), [.. UsedIn(cells[^1]).Select(name => Named(name, folders))]))];
    }

    /// <summary>The folders in the order of the page.</summary>
    public IReadOnlyList<Folder> Folders { get; }

    /// <summary>Reads the page of the repository.</summary>
    public static FolderTable OfProduct() => new(File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "ARCHITECTURE.md")));

    /// <summary>The folder that a namespace belongs to: the innermost one that contains it; null when no row names it.</summary>
    public Folder? Of(string space) => Folders.Where(folder => Boundary.Within(space, folder.Namespace)).MaxBy(folder => folder.Namespace.Length);

    static string[] CellsOf(string row) => [.. row.Trim().Trim('|').Split('|').Select(cell => cell.Trim())];

    static string NamespaceOf(string folder) => folder.Replace('/', '.');

    static IEnumerable<string> UsedIn(string cell) => cell == "-" ? [] : cell.Split(", ");

    static string Named(string name, string[] folders) =>
        folders.SingleOrDefault(folder => folder.EndsWith($".{NamespaceOf(name)}", StringComparison.Ordinal))
        ?? throw new InvalidDataException($"no row of the table names '{name}'");
}

/// <summary>A folder of the product.</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Uses">The namespaces of the folders that it may use.</param>
sealed record Folder(string Namespace, IReadOnlyList<string> Uses);
