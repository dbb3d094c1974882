using System.Security.Cryptography;
using CsCheck;
using StockNow.Contracts.Events;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;
using StockNow.Tests.Support;

namespace StockNow.Tests.Issues;

/// <summary>House C3, Kafka 3: a record larger than the dead-letter topic takes stopped the filter for ever.</summary>
sealed class C3_LargeDeadLettersTests
{
    static readonly RecordSource Source = new(new TopicPartition(TopicNames.Input, 2), "log");

    [Test]
    public void A_record_that_fits_is_a_dead_letter_byte_for_byte() => Gen.Select(Gen.Byte.Array[0, 300], Gen.Byte.Array[0, 3000]).Sample((key, value) =>
    {
        var letter = LetterOf(key, value, limit: 4000);
        return (letter.Key, letter.Value) == (Convert.ToHexString(key), Convert.ToHexString(value))
            && !letter.Headers.Contains("value-", StringComparison.Ordinal) && !letter.Headers.Contains("key-", StringComparison.Ordinal);
    });

    [Test]
    public void Whatever_its_size_a_dead_letter_is_no_larger_than_the_topic_takes() =>
        Gen.Select(Gen.Byte.Array[0, 3000], Gen.Byte.Array[0, 6000], Gen.Int[600, 4000]).Sample((key, value, limit) =>
    {
        var letter = LetterOf(key, value, limit);
        return SizeOf(letter) <= limit;
    });

    [Test]
    public void The_value_of_a_record_that_is_too_large_is_cut_and_its_length_and_hash_are_reported() =>
        Gen.Select(Gen.Byte.Array[0, 100], Gen.Byte.Array[5000, 9000]).Sample((key, value) =>
    {
        var letter = LetterOf(key, value, limit: 4000);
        return letter.Key == Convert.ToHexString(key) && letter.Value.Length >= 2 * 3000 && Convert.ToHexString(value)
            .StartsWith(letter.Value, StringComparison.Ordinal)
            && letter.Headers.Contains($"value-length={value.Length};", StringComparison.Ordinal)
            && letter.Headers.Contains($"value-sha256={Convert.ToHexStringLower(SHA256.HashData(value))};", StringComparison.Ordinal);
    });

    [Test]
    public void A_key_that_is_too_large_is_left_out_and_its_length_is_reported()
    {
        var letter = LetterOf(new byte[5000], "value"u8.ToArray(), limit: 4000);

        (letter.Key, letter.Value).Should().Be(("", Convert.ToHexString("value"u8)));
        letter.Headers.Should().Contain("key-length=5000;").And.NotContain("value-length");
    }

    static (string Topic, string Key, string Value, string Headers) LetterOf(byte[] key, byte[] value, int limit)
    {
        var output = new BytesOutput { Limit = limit };
        new DeadLetterOutput("alert-filter").Send(new LogRecord(7, 0, key, value, default), Source, DropReason.Malformed, "is no reading", output);
        return output.Produced.Single();
    }

    // Each header stands as 'name=value;' in the text: its two extra characters are the two length bytes of the record.
    static int SizeOf((string Topic, string Key, string Value, string Headers) letter) =>
        letter.Key.Length / 2 + letter.Value.Length / 2 + letter.Headers.Length;
}
