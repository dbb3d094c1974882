namespace StockNow.Stages.Engines.Questions;

/// <summary>Question 2: which products have most alerts?</summary>
static class TopProducts
{
    public static Question<ProductAlerts> Question { get; } = new("""
        SELECT grouping(store) AS all_stores, store, product_id, CAST(sum(alerts) AS BIGINT) AS product_alerts, count(DISTINCT day) AS days,
               CAST(sum(readings) AS BIGINT) AS product_readings
        FROM cells
        GROUP BY GROUPING SETS ((product_id), (product_id, store))
        HAVING product_alerts > 0
        QUALIFY row_number() OVER (PARTITION BY all_stores, store ORDER BY product_alerts DESC, product_id) <= 5
        ORDER BY product_alerts DESC, product_id
        """,
        row => new ProductAlerts(row.Text(0), row.Number(1), row.Number(2), row.Number(3)));
}
