using System.Text;
using Confluent.Kafka;

namespace StockNow.Stages.Streaming.Kafka.Producing;

/// <summary>Carries headers over from Kafka's form to ours and back.</summary>
static class KafkaHeaders
{
    public static void Fill(this HeaderWriter writer, Headers headers)
    {
        writer.Clear();
        for (var i = 0; i < headers.Count; i++) writer.Add(Encoding.UTF8.GetBytes(headers[i].Key), headers[i].GetValueBytes());
    }

    public static Headers ToKafka(this HeaderWriter writer)
    {
        var headers = new Headers();
        foreach (var header in new HeaderView(writer.Encoded)) headers.Add(Encoding.UTF8.GetString(header.Name), header.Value.ToArray());
        return headers;
    }
}
