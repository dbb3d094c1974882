namespace StockNow.Stages.Lake.Rows;

/// <summary>Where the rows of a data file are from, as the file says itself, so that it is known without its intent and under any name.</summary>
/// <param name="EventLog">The event log's identity.</param>
/// <param name="Topic">The topic.</param>
/// <param name="Partition">The partition.</param>
/// <param name="Start">The first offset of the range that it is part of.</param>
/// <param name="End">The last offset of that range.</param>
/// <param name="RangeHash">The hash of the range's records; null in files of versions that did not write it.</param>
public sealed record FileOrigin(string EventLog, string Topic, int Partition, long Start, long End, string? RangeHash = null)
{
    /// <summary><c>offsets 0 to 9 of topic-0 of event log x</c>.</summary>
    public override string ToString() =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"offsets {Start} to {End} of {Topic}-{Partition} of event log {EventLog}");
}

/// <summary>What a look into a data file shows.</summary>
/// <param name="Offsets">Every row's offset, in the order of the rows.</param>
/// <param name="Origin">Where it says that its rows are from, or null when it does not say.</param>
public sealed record FileContent(long[] Offsets, FileOrigin? Origin);

/// <summary>What the footer of a file says, without a look at its rows.</summary>
/// <param name="Rows">How many rows it holds.</param>
/// <param name="FirstOffset">The lowest offset, or null when the footer does not say it.</param>
/// <param name="LastOffset">The highest offset, or null when the footer does not say it.</param>
/// <param name="Origin">Where its rows are from, or null when it does not say so.</param>
public sealed record FileSummary(long Rows, long? FirstOffset, long? LastOffset, FileOrigin? Origin);
