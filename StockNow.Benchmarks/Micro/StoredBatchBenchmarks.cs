using BenchmarkDotNet.Attributes;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;

namespace StockNow.Benchmarks.Micro;

/// <summary>A stored batch of the event log, per record.</summary>
public class StoredBatchBenchmarks
{
    const int Records = 1_000;
    static readonly TopicPartition Partition = new(TopicNames.Input, 0);

    readonly RecordBatch _batch = new();
    byte[] _plain = [], _packed = [];
    int _codec, _packedLength;

    [GlobalSetup]
    public void Fill()
    {
        var input = BenchmarkInput.Load(null);
        _plain = new byte[input.BytesOf(Records) + Records * 3 * Varint.MaxLength];
        var at = 0;
        for (var record = 0; record < Records; record++)
        {
            at += Varint.Write(_plain.AsSpan(at), input.Key(record).Length);
            at += Varint.Write(_plain.AsSpan(at), input.Value(record).Length);
            at += Varint.Write(_plain.AsSpan(at), 0);
            input.Key(record).CopyTo(_plain.AsSpan(at));
            at += input.Key(record).Length;
            input.Value(record).CopyTo(_plain.AsSpan(at));
            at += input.Value(record).Length;
        }
        _plain = _plain[..at];
        _packed = new byte[BatchCodec.MaxPackedLength(at)];
        Pack();
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public int Pack()
    {
        (_codec, _packedLength) = BatchCodec.Pack(_plain, _packed);
        return _packedLength;
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public int Unpack()
    {
        _batch.Reset(Partition, 0);
        BatchCodec.Unpack(new PackedBatch(_packed.AsSpan(0, _packedLength), _codec, _plain.Length, Records), 0, 0, 0, _batch);
        return _batch.Count;
    }

    [Benchmark(OperationsPerInvoke = Records)]
    public long LookAtRecords()
    {
        if (_batch.Count == 0) Unpack();
        var sum = 0L;
        for (var i = 0; i < _batch.Count; i++) sum += _batch[i].Value.Length;
        return sum;
    }
}
