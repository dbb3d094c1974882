using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace StockNow.Stages.Lake.Table;

/// <summary>A checksum over everything that an intent says, so that a changed digit is noticed although the rest still fits together.</summary>
static class IntentChecksum
{
    const int Length = 16;

    /// <summary>The first 16 hexadecimal digits of the SHA-256 of all values, each on a line of its own, in the order in which they stand.</summary>
    public static string Of(Intent intent)
    {
        var text = new StringBuilder();
        Add(intent.Version, intent.Writer, intent.Cluster, intent.Topic, intent.Partition, intent.Start, intent.End, intent.Removed, intent.Records,
            intent.Malformed,
            intent.Hash, intent.PartitionFunction, intent.MaxReadingBytes, intent.Limits, intent.CreatedAt.UtcTicks);
        foreach (var file in intent.Files)
        {
            Add(file.Path, file.Rows, file.Bytes, file.Sha256);
            if (intent.Version > 2) Add(file.Columns);
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..Length];

        void Add(params ReadOnlySpan<object?> values)
        {
            foreach (var value in values) text.Append(CultureInfo.InvariantCulture, $"{value}\n");
        }
    }
}
