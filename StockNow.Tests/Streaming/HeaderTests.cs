using System.Text;
using CsCheck;
using StockNow.Contracts.Topics;
using StockNow.Stages.Streaming;

namespace StockNow.Tests.Streaming;

sealed class HeaderTests
{
    [Test]
    public void Headers_come_back_in_their_order_whatever_their_bytes() =>
        Gen.Select(Gen.Byte.Array[0, 30], Gen.Byte.Array[0, 600]).Array[0, 12].Sample(headers =>
    {
        var writer = new HeaderWriter().Add("forgotten"u8, 1).Clear();
        foreach (var (name, value) in headers) writer.Add(name, value);
        var read = new List<(string, string)>();
        foreach (var header in new HeaderView(writer.Encoded)) read.Add((Convert.ToHexString(header.Name), Convert.ToHexString(header.Value)));
        return read.SequenceEqual(headers.Select(header => (Convert.ToHexString(header.Item1), Convert.ToHexString(header.Item2))));
    });

    [Test]
    public void Of_two_headers_of_a_name_the_first_counts()
    {
        var headers = new HeaderView(new HeaderWriter().Add("a"u8, "one"u8).Add("a"u8, "two"u8).Encoded);

        headers.TryGet("a"u8, out ReadOnlySpan<byte> value).Should().BeTrue();
        Encoding.UTF8.GetString(value).Should().Be("one");
        headers.TryGet("b"u8, out ReadOnlySpan<byte> _).Should().BeFalse();
    }

    [Test]
    public void Numbers_come_back() =>
        Gen.Long.Sample(number => new HeaderView(new HeaderWriter().Add("n"u8, number).Encoded).TryGet("n"u8, out long read) && read == number);

    [TestCase("")]
    [TestCase("7 ")]
    [TestCase("7x")]
    [TestCase("9223372036854775808")]
    public void Other_text_is_no_number(string text) =>
        new HeaderView(new HeaderWriter().Add("n"u8, Encoding.UTF8.GetBytes(text)).Encoded).TryGet("n"u8, out long _).Should().BeFalse();

    [Test]
    public void The_source_of_a_record_comes_back() => Gen.Select(Gen.Int[0, int.MaxValue], Gen.Long[0, long.MaxValue]).Sample((partition, offset) =>
        new HeaderView(new HeaderWriter().AddSource(new TopicPartition(TopicNames.Input, partition), offset).Encoded)
        .TryGetSource(TopicNames.Input, out var from, out var at) && (from, at) == (partition, offset));

    [TestCase("4294967296", "5")]
    [TestCase("0", "five")]
    [TestCase("zero", "5")]
    public void A_source_that_cannot_be_is_none(string partition, string offset)
    {
        var headers = new HeaderWriter().Add(HeaderNames.SourceTopic, "instocknow-input"u8)
            .Add(HeaderNames.SourcePartition, Encoding.UTF8.GetBytes(partition)).Add(HeaderNames.SourceOffset, Encoding.UTF8.GetBytes(offset));

        new HeaderView(headers.Encoded).TryGetSource(TopicNames.Input, out _, out _).Should().BeFalse();
    }

    [TestCase("instocknow-input", true)]
    [TestCase("instocknow-alerts", false)]
    [TestCase("instocknow-input-2", false)]
    [TestCase("", false)]
    public void A_source_in_another_topic_is_not_taken_for_one_of_ours(string topic, bool isOurs) =>
        new HeaderView(new HeaderWriter().AddSource(new TopicPartition(topic, 1), 7).Encoded).TryGetSource(TopicNames.Input, out _, out _).Should().Be(isOurs);

    [Test]
    public void A_source_without_its_topic_is_none() =>
        new HeaderView(new HeaderWriter().Add(HeaderNames.SourcePartition, 1).Add(HeaderNames.SourceOffset, 7).Encoded)
        .TryGetSource(TopicNames.Input, out _, out _).Should().BeFalse();

    [Test]
    public void Lengths_come_back_in_as_few_bytes_as_they_need() => Gen.OneOf(Gen.Int[0, 300], Gen.Int[0, int.MaxValue]).Sample(number =>
    {
        var bytes = new byte[Varint.MaxLength];
        var written = Varint.Write(bytes, number);
        var at = 0;
        return Varint.Read(bytes, ref at) == number && at == written && written == Math.Max(1, (int)Math.Ceiling((32 - int.LeadingZeroCount(number)) / 7.0));
    });

    [Test]
    public void A_length_without_an_end_is_refused()
    {
        var reading = () =>
        {
            var at = 0;
            return Varint.Read([0x80, 0x80, 0x80, 0x80, 0x80, 0x00], ref at);
        };

        reading.Should().Throw<InvalidDataException>().WithMessage("a length does not end within five bytes");
    }
}
