using BenchmarkDotNet.Attributes;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Lake.Rows;
using StockNow.Stages.Lake.Rows.Parquet;

namespace StockNow.Benchmarks.Micro;

/// <summary>Rows for the lake, per row.</summary>
public class ParquetBenchmarks
{
    const int FileRows = ParquetReadingFormat.RowGroupRows;

    readonly BenchmarkInput _input = BenchmarkInput.Load(null).WithinOneHour();
    readonly ReadingReader _reader = new();
    readonly ReadingRows _rows = new(new TopicPartition(TopicNames.Input, 0), new RowMemory());
    readonly ParquetReadingFormat _format = new();
    readonly byte[] _file = new byte[32 << 20];

    [GlobalSetup]
    public void Fill() => AddRows();

    [Benchmark(OperationsPerInvoke = FileRows)]
    public int AddRows()
    {
        _rows.Clear();
        for (var record = 0; record < FileRows; record++)
            if (_reader.TryRead(_input.Value(record), out var reading, out _)) _rows.Add(record, reading);
        return _rows.Count;
    }

    [Benchmark(OperationsPerInvoke = FileRows)]
    public async Task<long> WriteFile()
    {
        using var file = new MemoryStream(_file);
        await _format.WriteAsync(file, _rows, _rows.ByHour()[0].Rows, new FileOrigin("log", "topic", 0, 0, _rows.Count - 1), CancellationToken.None);
        return file.Position;
    }
}
