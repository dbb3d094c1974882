using StockNow.Host.Answers;

namespace StockNow.Tests.Answers;

[TestFixture]
sealed class CsvAnswersTests
{
    [Test]
    public void Every_question_is_a_block() => CsvAnswers.Render(SampleAnswers.Some, "UTC", SampleAnswers.Totals).Should().Be(
        """
        lake
        readings,alerts,time_zone
        12345,1234,UTC

        alerts_by_day_type
        day_type,alerts,days,alerts_per_day
        weekend,234,2,117
        weekday,1000,5,200

        top_products_by_alerts
        product_id,alerts
        crème solaire,900
        皮靴,300
        "say ""hi"", 🎿",34

        top_hours_by_alerts
        hour,alerts
        15,1200
        9,34

        average_stock_by_product
        product_id,average_quantity,average_threshold,readings
        crème solaire,3.333333,4,8000
        "say ""hi"", 🎿",10.5,2.25,1
        皮靴,0,3,4344

        average_stock_by_hour
        hour,average_quantity,distinct_products
        9,2.5,1
        15,20,3

        totals
        name,in_all,this_run
        readings,12345,345
        alerts,1234,34
        reports,1234,34
        rows_stored,12340,340
        dead_letters,5,1

        """.Replace("\n", "\r\n", StringComparison.Ordinal));

    [Test]
    public void An_empty_lake_has_the_columns_and_no_rows() =>
        CsvAnswers.Render(Stages.Engines.Answers.None, "UTC", null).Should().EndWith("\r\naverage_stock_by_hour\r\nhour,average_quantity,distinct_products\r\n");

    [Test]
    public void A_name_with_line_ends_is_quoted() =>
        CsvAnswers.Render(Stages.Engines.Answers.None with { TopProducts = [new("a\r\nb", 1)] }, "UTC", null).Should().Contain("\r\n\"a\r\nb\",1\r\n");
}
