using System.Text;
using StockNow.Stages.Streaming;

namespace StockNow.Tests.Support;

/// <summary>Keeps what is produced byte by byte: keys and values in hexadecimal, headers in their order as <c>name=value;</c>.</summary>
sealed class BytesOutput : IRecordOutput
{
    public List<(string Topic, string Key, string Value, string Headers)> Produced { get; } = [];

    /// <summary>The largest record that is taken.</summary>
    public long Limit { get; init; } = long.MaxValue;

    public long MaxRecordBytes(string topic) => Limit;

    public void Produce(string topic, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value, HeaderWriter? headers = null)
    {
        var text = new StringBuilder();
        if (headers is not null)
            foreach (var header in new HeaderView(headers.Encoded))
                text.Append(Encoding.UTF8.GetString(header.Name)).Append('=').Append(Encoding.UTF8.GetString(header.Value)).Append(';');
        Produced.Add((topic, Convert.ToHexString(key), Convert.ToHexString(value), text.ToString()));
    }
}
