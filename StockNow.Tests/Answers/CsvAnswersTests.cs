using StockNow.Host.Answers;

namespace StockNow.Tests.Answers;

[TestFixture]
sealed class CsvAnswersTests
{
    [Test]
    public void Every_number_is_a_line_of_one_table() => CsvAnswers.Render(Documents.Of(SampleAnswers.Some, SampleAnswers.Totals)).Should().Be(
        """
        question,key,metric,value,time_zone,store
        lake,,readings,12345,UTC,
        lake,,alerts,1234,UTC,
        lake,,open_days,7,UTC,
        alerts_by_day_type,weekend,alerts,234,UTC,
        alerts_by_day_type,weekend,days,2,UTC,
        alerts_by_day_type,weekend,alerts_per_day,117,UTC,
        alerts_by_day_type,weekend,readings,2345,UTC,
        alerts_by_day_type,weekend,alerts_per_reading,0.099787,UTC,
        alerts_by_day_type,weekday,alerts,1000,UTC,
        alerts_by_day_type,weekday,days,5,UTC,
        alerts_by_day_type,weekday,alerts_per_day,200,UTC,
        alerts_by_day_type,weekday,readings,10000,UTC,
        alerts_by_day_type,weekday,alerts_per_reading,0.1,UTC,
        top_products_by_alerts,crème solaire,alerts,900,UTC,
        top_products_by_alerts,crème solaire,days,7,UTC,
        top_products_by_alerts,crème solaire,alerts_per_day,128.571429,UTC,
        top_products_by_alerts,crème solaire,readings,8000,UTC,
        top_products_by_alerts,crème solaire,alerts_per_reading,0.1125,UTC,
        top_products_by_alerts,皮靴,alerts,300,UTC,
        top_products_by_alerts,皮靴,days,6,UTC,
        top_products_by_alerts,皮靴,alerts_per_day,50,UTC,
        top_products_by_alerts,皮靴,readings,4344,UTC,
        top_products_by_alerts,皮靴,alerts_per_reading,0.069061,UTC,
        top_products_by_alerts,"say ""hi"", 🎿",alerts,34,UTC,
        top_products_by_alerts,"say ""hi"", 🎿",days,1,UTC,
        top_products_by_alerts,"say ""hi"", 🎿",alerts_per_day,34,UTC,
        top_products_by_alerts,"say ""hi"", 🎿",readings,40,UTC,
        top_products_by_alerts,"say ""hi"", 🎿",alerts_per_reading,0.85,UTC,
        top_hours_by_alerts,15,alerts,1200,UTC,
        top_hours_by_alerts,15,days,7,UTC,
        top_hours_by_alerts,15,alerts_per_day,171.428571,UTC,
        top_hours_by_alerts,15,readings,8000,UTC,
        top_hours_by_alerts,15,alerts_per_reading,0.15,UTC,
        top_hours_by_alerts,9,alerts,34,UTC,
        top_hours_by_alerts,9,days,2,UTC,
        top_hours_by_alerts,9,alerts_per_day,17,UTC,
        top_hours_by_alerts,9,readings,100,UTC,
        top_hours_by_alerts,9,alerts_per_reading,0.34,UTC,
        average_stock_by_product,crème solaire,average_quantity,3.333333,UTC,
        average_stock_by_product,crème solaire,average_threshold,4,UTC,
        average_stock_by_product,crème solaire,readings,8000,UTC,
        average_stock_by_product,"say ""hi"", 🎿",average_quantity,10.5,UTC,
        average_stock_by_product,"say ""hi"", 🎿",average_threshold,2.25,UTC,
        average_stock_by_product,"say ""hi"", 🎿",readings,1,UTC,
        average_stock_by_product,皮靴,average_quantity,0,UTC,
        average_stock_by_product,皮靴,average_threshold,3,UTC,
        average_stock_by_product,皮靴,readings,4344,UTC,
        average_stock_by_hour,9,average_quantity,2.5,UTC,
        average_stock_by_hour,9,distinct_products,1,UTC,
        average_stock_by_hour,9,average_threshold,5,UTC,
        average_stock_by_hour,9,readings,100,UTC,
        average_stock_by_hour,15,average_quantity,20,UTC,
        average_stock_by_hour,15,distinct_products,3,UTC,
        average_stock_by_hour,15,average_threshold,4,UTC,
        average_stock_by_hour,15,readings,8000,UTC,
        totals,in_all,readings,12345,,
        totals,in_all,alerts,1234,,
        totals,in_all,reports,1234,,
        totals,in_all,rows_stored,12340,,
        totals,in_all,dead_letters,5,,
        totals,this_run,readings,345,,
        totals,this_run,alerts,34,,
        totals,this_run,reports,34,,
        totals,this_run,rows_stored,340,,
        totals,this_run,dead_letters,1,,

        """.Replace("\n", "\r\n", StringComparison.Ordinal));

    [Test]
    public void The_lines_of_a_store_name_it_and_no_name_is_a_formula() => CsvAnswers.Render(Documents.Of(SampleAnswers.OfTwoStores)).Should()
        .Contain("lake,,alerts,1234,UTC,lyon-1\r\n").And.Contain("lake,,alerts,12,UTC,\"'=paris\"\r\n");

    [Test]
    public void An_empty_lake_has_the_header_and_noughts() => CsvAnswers.Render(Documents.Of(Stages.Engines.Answers.None))
        .Should().StartWith("question,key,metric,value,time_zone,store\r\nlake,,readings,0,UTC,\r\n");
}
