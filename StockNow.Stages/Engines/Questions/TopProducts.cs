namespace StockNow.Stages.Engines.Questions;

/// <summary>Question 2: which products have most alerts?</summary>
static class TopProducts
{
    public static Question<ProductAlerts> Question { get; } = new("""
        SELECT product_id, count(*) AS alerts
        FROM readings
        WHERE alert
        GROUP BY product_id
        ORDER BY alerts DESC, product_id
        LIMIT 5
        """,
        row => new ProductAlerts(row.Text(0), row.Number(1)));
}
