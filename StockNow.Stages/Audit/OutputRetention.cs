using StockNow.Stages.Streaming;

namespace StockNow.Stages.Audit;

/// <summary>Says what retention may have taken away of a topic's outputs, so that it is not missed, while all other losses are. Pure.</summary>
/// <remarks>
/// In each output partition the outputs of one source partition lie in the order of their sources, and retention cuts a partition at its start. So an
/// output that is not there may have been taken only if the partition that it went to is cut and what is left of the same source comes after it.
/// Which partition that was, its key and the number of partitions say. Kafka can raise that number, which moves keys; a smaller number is ruled out
/// from the first output of the same source on that lies in a partition which the smaller number does not have. Every number that is not
/// ruled out is allowed for: a raised number causes no false alarm, and at worst a loss close after a cut is taken for retention.
/// </remarks>
sealed class OutputRetention
{
    readonly Dictionary<(int Source, int Output), long> _firstSeen = [];
    bool[] _isCut = [];

    /// <summary>Notes an output that is there, in the order of its partition.</summary>
    public void See(int source, long offset, int output) => _firstSeen.TryAdd((source, output), offset);

    /// <summary>Notes which partitions of the outputs no longer begin at offset 0; after all outputs were seen.</summary>
    public void Close(IEnumerable<PartitionState> outputs) => _isCut = [.. outputs.Select(output => output.Start > 0)];

    /// <summary>Whether the output of a source record may have been taken away, given that it is not there.</summary>
    /// <param name="source">The source's partition.</param>
    /// <param name="offset">The source's offset.</param>
    /// <param name="key">The output's key; when empty, its value decides.</param>
    /// <param name="value">The output's value.</param>
    public bool MayHaveTaken(int source, long offset, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        for (var partitions = _isCut.Length; partitions > 0; partitions--)
        {
            if (MayHaveTaken(source, offset, Partitioner.PartitionOf(key, value, partitions))) return true;
            if (FirstSeen(source, partitions - 1) <= offset) return false; // there were that many partitions by then
        }
        return false;
    }

    /// <summary>The same for an output whose partition is not known.</summary>
    public bool MayHaveTaken(int source, long offset) => Enumerable.Range(0, _isCut.Length).Any(output => MayHaveTaken(source, offset, output));

    bool MayHaveTaken(int source, long offset, int output) => _isCut[output] && offset < FirstSeen(source, output);

    long FirstSeen(int source, int output) => _firstSeen.GetValueOrDefault((source, output), long.MaxValue);
}
