namespace StockNow.Stages.Engines.Questions;

/// <summary>Question 4: how much stock is there on average, per product?</summary>
static class StockByProduct
{
    public static Question<ProductStock> Question { get; } = new("""
        SELECT product_id, CAST(sum(quantity) AS BIGINT) AS quantity_sum, CAST(sum(threshold) AS BIGINT) AS threshold_sum, count(*) AS readings
        FROM readings
        GROUP BY product_id
        ORDER BY product_id
        """,
        row => new ProductStock(row.Text(0), Average.Of(row.Number(1), row.Number(3)), Average.Of(row.Number(2), row.Number(3)), row.Number(3)));
}
