using CsCheck;
using Microsoft.Data.Sqlite;
using StockNow.Stages.Base;
using StockNow.Stages.Streaming;
using StockNow.Stages.Streaming.Embedded;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>Random damage: whatever is read is right, or a fault says that it cannot be read.</summary>
sealed partial class A4_DamagedLogTests
{
    [LongRun]
    [Test]
    public async Task Random_damage_in_any_column_gives_right_records_or_a_fault_and_never_anything_else()
    {
        // plain ones and LZ4 blocks
        var values = Enumerable.Range(0, 12).Select(n => n % 3 == 0 ? $"value {n}" : string.Concat(Enumerable.Repeat($"value {n} ", 700))).ToArray();
        await _bench.WriteAsync(values);
        var whole = File.ReadAllBytes(_bench.File);
        string[] columns = ["topic", "partition", "base_offset", "record_count", "appended_at", "codec", "plain_length", "checksum", "records"];
        using var work = new EmbeddedBench();
        Directory.CreateDirectory(work.LogFolder);
        await File.WriteAllBytesAsync(work.File, whole);
        using var db = new SqliteConnection($"Data Source={work.File};Pooling=false");
        db.Open();

        await Gen.Select(Gen.Int[0, values.Length - 1], Gen.Int[0, columns.Length - 1], Gen.Int[0, int.MaxValue], Gen.Byte[1, 255])
            .SampleAsync(async (batch, column, place, bits) =>
        {
            using var damage = db.BeginTransaction();
            Flip(db, columns[column], batch, place, bits);
            damage.Commit();
            try
            {
                await using var log = work.Open();
                var (records, damaged) = await EmbeddedBench.ScanAsync(log, to: values.Length);
                foreach (var (offset, value) in records)
                    if (value != values[offset]) return false;
                // What is not read is named, or plainly missing: it went to another topic, partition or offset.
                return damaged.All(fault => fault.Message.Contains("readings-0@", StringComparison.Ordinal))
                    && records.Count >= values.Length - 1 - damaged.Count;
            }
            finally { Run(db, $"DELETE FROM batch; ATTACH '{_bench.File}' AS whole; INSERT INTO batch SELECT * FROM whole.batch; DETACH whole"); }
        }, iter: 3000, threads: 1);
    }

    [Test]
    public void Random_bytes_in_the_place_of_a_batch_are_refused_or_read_within_their_length() =>
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, 1], Gen.Int[-2, 5000], Gen.Int[-2, 100]).Sample((bytes, codec, length, count) =>
    {
        var batch = new RecordBatch();
        try { BatchCodec.Unpack(new PackedBatch(bytes, codec, length, count), 0, 0, 0, batch); }
        catch (InvalidDataException) { return true; }
        for (var i = 0; i < batch.Count; i++) _ = batch[i].Value.Length + batch[i].Key.Length;
        return batch.Count == count && length <= bytes.Length * 255;
    }, iter: 100_000);

    [Test]
    public async Task Random_damage_anywhere_in_the_file_gives_right_records_or_a_fault()
    {
        var values = Enumerable.Range(0, 40).Select(n => string.Concat(Enumerable.Repeat($"value {n} ", n * 30))).ToArray();
        await _bench.WriteAsync(values);
        var whole = File.ReadAllBytes(_bench.File);
        using var work = new EmbeddedBench();
        Directory.CreateDirectory(work.LogFolder);

        await Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[1, 64], Gen.Byte[1, 255]).SampleAsync(async (at, length, bits) =>
        {
            var bytes = whole.ToArray();
            for (var i = at; i < Math.Min(at + length, bytes.Length); i++) bytes[i] ^= bits;
            await File.WriteAllBytesAsync(work.File, bytes);
            await using var log = work.Open();
            try
            {
                foreach (var (offset, value) in (await EmbeddedBench.ScanAsync(log)).Records)
                    if (value != values[offset]) return false;
                return true;
            }
            catch (UnrecoverableException fault) { return fault.Message.Contains(work.File, StringComparison.Ordinal); }
            catch (EventLogException fault) { return fault.Message.Contains(work.File, StringComparison.Ordinal); }
        }, iter: 1500, threads: 1);
    }
}
