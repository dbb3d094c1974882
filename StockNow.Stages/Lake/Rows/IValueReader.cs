namespace StockNow.Stages.Lake.Rows;

/// <summary>Reads the values of a data file by another library than the one that has written it: a fault of that one would hide itself.</summary>
public interface IValueReader
{
    /// <summary>Reads every value of a file.</summary>
    /// <param name="path">Its path on this machine.</param>
    /// <param name="stop">Ends the work.</param>
    /// <returns>The <see cref="ColumnDigests"/> of what it holds.</returns>
    /// <exception cref="InvalidDataException">It is no whole file of readings. The message says why, without a subject.</exception>
    Task<string> DigestAsync(string path, CancellationToken stop);
}
