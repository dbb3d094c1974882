using CsCheck;
using StockNow.Stages.Simulator.Replaying;

namespace StockNow.Tests.Simulator;

public class LineReaderTests
{
    static readonly Gen<byte[]> Bytes = Gen.OneOf(Gen.Const((byte)'\n'), Gen.Const((byte)'\r'), Gen.Byte, Gen.Const((byte)'x')).Array[0, 400];

    [Test]
    public void Lines_are_those_of_a_naive_split_whatever_the_bytes_and_chunks() =>
        Gen.Select(Bytes, Gen.Int[1, 70].Array[1, 20], Gen.Int[0, 40]).Sample((bytes, chunks, max) =>
            Lines(bytes, chunks, max).Should().Equal(NaiveSplit(bytes).Select(line => line.Length > max ? "(too long)" : Convert.ToHexString(line))));

    [Test]
    public void Lines_longer_than_the_buffer_are_taken_whole()
    {
        var bytes = new byte[900_000];
        Array.Fill(bytes, (byte)'a');
        bytes[500_000] = (byte)'\n';
        Lines(bytes, [100_000], 500_000).Select(line => line.Length / 2).Should().Equal(500_000, 399_999);
    }

    [Test]
    public void Line_that_is_too_long_is_not_held_in_memory()
    {
        var left = 200;
        ValueTask<int> Source(Memory<byte> to)
        {
            to.Span.Fill((byte)'a');
            return ValueTask.FromResult(left-- > 0 ? to.Length : 0);
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var reader = new LineReader(Source, 1_000_000);
        var kinds = new List<LineKind>();
        while (reader.FillAsync().AsTask().GetAwaiter().GetResult())
            for (LineKind kind; (kind = reader.Next()) != LineKind.None;) kinds.Add(kind);
        kinds.Should().Equal(LineKind.TooLong);
        (GC.GetAllocatedBytesForCurrentThread() - before).Should().BeLessThan(8_000_000, "more than 50 MB were read");
    }

    static List<string> Lines(byte[] bytes, int[] chunks, int max)
    {
        int at = 0, turn = 0;
        ValueTask<int> Source(Memory<byte> to)
        {
            var length = Math.Min(Math.Min(chunks[turn++ % chunks.Length], to.Length), bytes.Length - at);
            bytes.AsMemory(at, length).CopyTo(to);
            at += length;
            return ValueTask.FromResult(length);
        }

        var lines = new List<string>();
        var reader = new LineReader(Source, max);
        while (reader.FillAsync().AsTask().GetAwaiter().GetResult())
            for (LineKind kind; (kind = reader.Next()) != LineKind.None;)
                lines.Add(kind == LineKind.TooLong ? "(too long)" : Convert.ToHexString(reader.Current));
        return lines;
    }

    static List<byte[]> NaiveSplit(byte[] bytes)
    {
        var lines = new List<byte[]>();
        var line = new List<byte>();
        foreach (var one in bytes)
        {
            if (one != '\n')
            {
                line.Add(one);
                continue;
            }
            lines.Add([.. line]);
            line.Clear();
        }
        if (line.Count > 0) lines.Add([.. line]);
        return lines;
    }
}
