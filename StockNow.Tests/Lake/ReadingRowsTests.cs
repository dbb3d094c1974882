using CsCheck;
using StockNow.Contracts.Lake;
using StockNow.Stages.Lake.Rows;

namespace StockNow.Tests.Lake;

[TestFixture]
public sealed class ReadingRowsTests
{
    [Test]
    public void Rows_are_grouped_by_hour_each_once_and_in_the_order_of_their_offsets() =>
        Gen.Int[-200_000, 200_000].Array[0, 300].Sample(minutes =>
        {
            var rows = Readings.Rows(minutes.Select(minute => Readings.Json(Readings.Noon.AddMinutes(minute))));

            var groups = rows.ByHour();

            groups.Select(group => group.Hour).Should().BeInAscendingOrder().And.OnlyHaveUniqueItems();
            groups.Should().HaveCount(rows.HourCount);
            groups.SelectMany(group => group.Rows.ToArray()).Order().Should().Equal(Enumerable.Range(0, minutes.Length));
            foreach (var group in groups)
            {
                group.Rows.ToArray().Should().BeInAscendingOrder().And.OnlyContain(row =>
                    LakeLayout.HourOf(Readings.Noon.AddMinutes(minutes[row]).ToUnixTimeMilliseconds()) == group.Hour);
                rows.HasHour(group.Hour).Should().BeTrue();
            }
        }, iter: 40);

    [Test]
    public void Text_that_repeats_is_kept_once()
    {
        var memory = new RowMemory();
        long bytes = 0;
        var first = memory.Text("crème solaire"u8, ref bytes);
        var grown = bytes;

        memory.Text("crème solaire"u8, ref bytes).Should().BeSameAs(first);

        bytes.Should().Be(grown).And.BePositive();
    }

    [Test]
    public void Any_text_comes_out_as_it_went_in()
    {
        var memory = new RowMemory();
        Gen.String[0, 200].Where(text => !text.Any(char.IsSurrogate)).Sample(text =>
        {
            long bytes = 0;
            memory.Text(System.Text.Encoding.UTF8.GetBytes(text), ref bytes).Should().Be(text);
        }, iter: 50_000, threads: 1);
    }

    [Test]
    public void Cleared_rows_give_their_memory_to_the_next_ones()
    {
        var memory = new RowMemory();
        var chunk = memory.Rent();
        chunk.Extra[0] = "kept alive";
        memory.Return(chunk);

        memory.Rent().Should().BeSameAs(chunk);

        chunk.Extra[0].Should().BeNull();
    }
}
