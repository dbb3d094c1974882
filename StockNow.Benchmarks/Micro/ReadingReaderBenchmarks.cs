using BenchmarkDotNet.Attributes;
using StockNow.Contracts.Events;

namespace StockNow.Benchmarks.Micro;

/// <summary>Judging readings, per reading.</summary>
public class ReadingReaderBenchmarks
{
    readonly BenchmarkInput _input = BenchmarkInput.Load(null);
    readonly ReadingReader _reader = new();

    [Benchmark(OperationsPerInvoke = MicroBenchmarks.Readings)]
    public long TryRead()
    {
        var sum = 0L;
        for (var record = 0; record < MicroBenchmarks.Readings; record++)
            if (_reader.TryRead(_input.Value(record), out var reading, out _)) sum += reading.Quantity;
        return sum;
    }

    [Benchmark(OperationsPerInvoke = MicroBenchmarks.Readings)]
    public long SensorIdOf()
    {
        var sum = 0L;
        for (var record = 0; record < MicroBenchmarks.Readings; record++) sum += _reader.SensorIdOf(_input.Value(record)).Length;
        return sum;
    }
}
