namespace StockNow.Stages.Engines.Questions;

/// <summary>Question 4: how much stock is there on average, per product?</summary>
static class StockByProduct
{
    public static Question<ProductStock> Question { get; } = new("""
        SELECT grouping(store) AS all_stores, store, product_id, CAST(sum(quantity) AS BIGINT) AS quantities, CAST(sum(threshold) AS BIGINT) AS thresholds,
               CAST(sum(readings) AS BIGINT) AS product_readings
        FROM cells
        GROUP BY GROUPING SETS ((product_id), (product_id, store))
        ORDER BY product_id
        """,
        row => new ProductStock(row.Text(0), Average.Of(row.Number(1), row.Number(3)), Average.Of(row.Number(2), row.Number(3)), row.Number(3)));
}
