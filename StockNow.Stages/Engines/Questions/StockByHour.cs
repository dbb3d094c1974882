namespace StockNow.Stages.Engines.Questions;

/// <summary>Question 5: how much stock is there on average, and how many products are seen, per hour of the day?</summary>
static class StockByHour
{
    public static Question<HourStock> Question { get; } = new("""
        SELECT grouping(store) AS all_stores, store, hour, CAST(sum(quantity) AS BIGINT) AS quantities, CAST(sum(threshold) AS BIGINT) AS thresholds,
               count(DISTINCT product_id) AS products, CAST(sum(readings) AS BIGINT) AS hour_readings
        FROM cells
        GROUP BY GROUPING SETS ((hour), (hour, store))
        ORDER BY hour
        """,
        row => new HourStock(
            (int)row.Number(0), Average.Of(row.Number(1), row.Number(4)), Average.Of(row.Number(2), row.Number(4)), row.Number(3), row.Number(4)));
}
