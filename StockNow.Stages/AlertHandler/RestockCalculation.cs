namespace StockNow.Stages.AlertHandler;

/// <summary>Says how many pieces to bring.</summary>
static class RestockCalculation
{
    /// <summary>Fills the shelf to three times its threshold.</summary>
    /// <returns>At least 1, or 0 when the shelf holds that many or more: then nothing is missing, whatever the alert says.</returns>
    public static long MissingQuantity(int quantity, int threshold) => Math.Max(3L * threshold - quantity, 0);
}
