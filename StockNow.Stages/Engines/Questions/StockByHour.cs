namespace StockNow.Stages.Engines.Questions;

/// <summary>Question 5: how much stock is there on average, and how many products are seen, per hour of the day?</summary>
static class StockByHour
{
    public static Question<HourStock> Question { get; } = new("""
        SELECT CAST(extract(HOUR FROM timestamp) AS BIGINT) AS hour_of_day, CAST(sum(quantity) AS BIGINT) AS quantity_sum,
               count(*) AS readings, count(DISTINCT product_id) AS distinct_products
        FROM readings
        GROUP BY 1
        ORDER BY hour_of_day
        """,
        row => new HourStock((int)row.Number(0), Average.Of(row.Number(1), row.Number(2)), row.Number(3)));
}
