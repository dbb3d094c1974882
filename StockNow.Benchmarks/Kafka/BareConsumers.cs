using Confluent.Kafka;
using StockNow.Benchmarks.Measuring;
using StockNow.Contracts.Topics;

namespace StockNow.Benchmarks.Kafka;

/// <summary>Consumers that read all of the input topic and do nothing with it. They join a group, as the filter does.</summary>
static class BareConsumers
{
    const int LookEvery = 1000;

    /// <summary>.NET's client in its fastest form: no field but the value, no array made for it.</summary>
    public static Lap Managed(BenchmarkRun run, BenchmarkInput? input = null)
    {
        var bytes = new ByteCount();
        using var consumer = new ConsumerBuilder<Null, int>(
                [.. Properties(run), new("dotnet.consumer.consume.result.fields", "none")])
            .SetKeyDeserializer(bytes).SetValueDeserializer(bytes).Build();
        var stretch = Stretch.Begin();
        consumer.Subscribe(TopicNames.Input);
        var (records, steady) = (0L, new SteadyRate(run.Records));
        while (records < run.Records)
        {
            if (consumer.Consume(TimeSpan.FromSeconds(1)) is not null && ++records % LookEvery == 0) steady.Note(records);
        }
        steady.Note(records);
        var cost = stretch.End();
        Expect.Equal("bytes", (input ?? run.Input).BytesOf(run.Records), bytes.Total);
        consumer.Close();
        return new Lap(cost.Time, cost.Processor, steady.PerSecond);
    }

    /// <summary>librdkafka's batches.</summary>
    public static Lap Native(BenchmarkRun run, BenchmarkInput? input = null)
    {
        var stretch = Stretch.Begin();
        using var consumer = new NativeConsumer(Properties(run), TopicNames.Input);
        var (records, bytes, steady) = (0L, 0L, new SteadyRate(run.Records));
        while (records < run.Records)
        {
            var batch = consumer.Read();
            records += batch.Records;
            bytes += batch.Bytes;
            steady.Note(records);
        }
        var cost = stretch.End();
        Expect.Equal("records", run.Records, records);
        Expect.Equal("bytes", (input ?? run.Input).BytesOf(run.Records), bytes);
        return new Lap(cost.Time, cost.Processor, steady.PerSecond);
    }

    static Dictionary<string, string> Properties(BenchmarkRun run) => new()
    {
        ["bootstrap.servers"] = run.Settings.Kafka!.Brokers,
        ["group.id"] = $"benchmark-{Guid.NewGuid():N}",
        ["enable.auto.commit"] = "false",
        ["auto.offset.reset"] = "earliest",
        ["isolation.level"] = "read_committed",
        ["fetch.wait.max.ms"] = "50",
        ["fetch.queue.backoff.ms"] = "20",
    };

    sealed class ByteCount : IDeserializer<Null>, IDeserializer<int>
    {
        public long Total { get; private set; }

        Null IDeserializer<Null>.Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
        {
            Total += data.Length;
            return null!;
        }

        int IDeserializer<int>.Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
        {
            Total += data.Length;
            return data.Length;
        }
    }
}
