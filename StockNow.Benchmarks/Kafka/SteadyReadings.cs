using System.Diagnostics;
using Confluent.Kafka;
using StockNow.Contracts.Topics;

namespace StockNow.Benchmarks.Kafka;

/// <summary>Produces readings at a steady rate, each sent at once, as sensors do.</summary>
sealed class SteadyReadings(BenchmarkRun run, int rate, SentAlerts alerts)
{
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1), Timeout = TimeSpan.FromSeconds(10);

    long _sent;

    /// <summary>Readings produced so far.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Produces until it is stopped, and until the broker has all.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        Error? failed = null;
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = run.Settings.Kafka!.Brokers,
            EnableIdempotence = true,
            LingerMs = 0,
            CompressionType = CompressionType.Lz4,
            Partitioner = Partitioner.Murmur2Random,
        }).Build();
        using var timer = new PeriodicTimer(Tick);
        var started = Stopwatch.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync(CancellationToken.None);
            for (var due = (long)(Stopwatch.GetElapsedTime(started).TotalSeconds * rate); _sent < due; Interlocked.Increment(ref _sent))
            {
                var message = new Message<byte[], byte[]> { Key = run.Input.Key(_sent).ToArray(), Value = run.Input.Value(_sent).ToArray() };
                if (run.Input.IsAlert(_sent)) alerts.Sent(_sent, message.Value);
                producer.Produce(TopicNames.Input, message, report =>
                {
                    if (report.Error.IsError) failed = report.Error;
                });
            }
        }
        producer.Flush(Timeout);
        if (failed is not null) throw new BenchmarkException($"A reading could not be produced: {failed.Reason}.");
    }
}
