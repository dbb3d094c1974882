using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Benchmarks;

/// <summary>Puts readings into the event log.</summary>
static class Filling
{
    // As the simulator commits at full speed.
    const long CommitBytes = 1 << 20;

    static readonly TopicPartition Input = new(TopicNames.Input, 0);

    /// <summary>Appends the first records of the input to a topic; alerts name their source, as the filter's do.</summary>
    public static async Task AppendAsync(IEventLog log, string topic, BenchmarkInput input, long records)
    {
        await using var writer = await log.OpenWriterAsync("benchmark", CancellationToken.None);
        var headers = topic == TopicNames.Alerts ? new HeaderWriter() : null;
        for (var record = 0L; record < records; record++)
        {
            headers?.Clear().AddSource(Input, record);
            writer.Produce(topic, input.Key(record), input.Value(record), headers);
            if (writer.PendingBytes >= CommitBytes) await writer.CommitAsync(CancellationToken.None);
        }
        await writer.CommitAsync(CancellationToken.None);
    }

    /// <summary>Makes the topics of stages and fills one of them, with nothing running.</summary>
    public static async Task PrepareAsync(IEventLog log, string topic, BenchmarkInput input, long records)
    {
        await log.EnsureTopicsAsync([.. TopicNames.All], CancellationToken.None);
        await AppendAsync(log, topic, input, records);
    }
}
