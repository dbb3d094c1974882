namespace StockNow.Stages.AlertHandler;

/// <summary>Says how many pieces to bring.</summary>
static class RestockCalculation
{
    /// <summary>Fills the shelf to three times its threshold.</summary>
    public static long MissingQuantity(int quantity, int threshold) => 3L * threshold - quantity;
}
