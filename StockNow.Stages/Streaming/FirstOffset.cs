using StockNow.Contracts.Topics;

namespace StockNow.Stages.Streaming;

/// <summary>
/// Names the position that says where a group began to read a partition, when records before it had been removed by then: nobody has read those for the group.
/// </summary>
static class FirstOffset
{
    /// <summary>How all such names begin.</summary>
    public const string Prefix = "first/";

    /// <summary>The name for a group and a partition.</summary>
    public static string NameOf(string group, TopicPartition partition) => $"{Prefix}{group}/{partition}";
}
