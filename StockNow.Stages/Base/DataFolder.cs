namespace StockNow.Stages.Base;

/// <summary>The folder that holds everything which StockNow keeps on the local disk.</summary>
/// <param name="Path">Its path, as configured.</param>
public sealed record DataFolder(string Path);
