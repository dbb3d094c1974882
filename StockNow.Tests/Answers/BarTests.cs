using CsCheck;
using StockNow.Host.Answers;

namespace StockNow.Tests.Answers;

[TestFixture]
sealed class BarTests
{
    [TestCase(0, 10, "")]
    [TestCase(10, 10, "████")]
    [TestCase(5, 10, "██")]
    [TestCase(6, 10, "██▍")]
    [TestCase(0.001, 10, "▏")]
    [TestCase(0, 0, "")]
    public void It_is_as_long_as_the_share(decimal value, decimal greatest, string bar) => Bar.Of(value, greatest, 4).Should().Be(bar);

    [Test]
    public void It_is_never_longer_than_a_full_one_and_grows_with_its_value() =>
        Gen.Select(Gen.Long[0, 1_000_000], Gen.Long[0, 1_000_000], Gen.Int[1, 60]).Sample((some, other, width) =>
        {
            var (less, more) = (Math.Min(some, other), Math.Max(some, other));
            return Bar.Of(more, more, width).Length <= width && Bar.Of(less, more, width).Length <= Bar.Of(more, more, width).Length;
        });
}
