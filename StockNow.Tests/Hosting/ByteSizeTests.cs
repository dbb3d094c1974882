using System.ComponentModel;
using CsCheck;
using StockNow.Stages.Base;

namespace StockNow.Tests.Hosting;

sealed class ByteSizeTests
{
    [TestCase("1048576", 1048576)]
    [TestCase("0", 0)]
    [TestCase("17B", 17)]
    [TestCase("256KB", 256 * 1024)]
    [TestCase(" 64 mb ", 64 * 1024 * 1024)]
    [TestCase("1.5GB", 1536L * 1024 * 1024)]
    [TestCase("2TB", 2L << 40)]
    public void Size_is_a_number_and_a_unit(string text, long bytes)
    {
        ByteSize.TryParse(text, out var size).Should().BeTrue();
        size.Bytes.Should().Be(bytes);
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("MB")]
    [TestCase("-1")]
    [TestCase("1e3")]
    [TestCase("1,000")]
    [TestCase("10 PB")]
    [TestCase("9223372036854775808")]
    [TestCase("9000000TB")]
    [TestCase("79228162514264337593543950335TB")]
    public void Anything_else_is_none(string? text) => ByteSize.TryParse(text, out _).Should().BeFalse();

    [Test]
    public void What_is_written_is_read_as_the_same_size() =>
        Gen.Long[0, long.MaxValue].Sample(bytes => ByteSize.TryParse(new ByteSize(bytes).ToString(), out var size) && size.Bytes == bytes);

    [TestCase(0, "0 B")]
    [TestCase(1023, "1023 B")]
    [TestCase(1536, "1536 B")]
    [TestCase(128L << 20, "128 MB")]
    [TestCase(2048L << 40, "2048 TB")]
    public void Size_is_written_in_the_largest_unit_that_divides_it(long bytes, string text) => new ByteSize(bytes).ToString().Should().Be(text);

    [Test]
    public void Configuration_learns_how_to_write_a_size()
    {
        var converter = TypeDescriptor.GetConverter(typeof(ByteSize));

        converter.ConvertFromInvariantString("64MB").Should().Be(ByteSize.Megabytes(64));
        converter.Invoking(one => one.ConvertFromInvariantString("79228162514264337593543950335TB"))
            .Should().Throw<FormatException>().WithMessage("write a size as 1048576, 256KB, 64MB or 2GB");
    }
}
